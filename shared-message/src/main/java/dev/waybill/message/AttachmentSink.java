package dev.waybill.message;

import java.io.IOException;
import java.io.InputStream;

/** Takes the decoded bytes of an attachment while the mail is read. */
@FunctionalInterface
public interface AttachmentSink {
    /** Reads {@code content} as far as it likes; the reader drains, counts and hashes the rest. */
    void accept(InputStream content) throws IOException;

    /** Keeps nothing. */
    static AttachmentSink discard() {
        return content -> {};
    }
}
