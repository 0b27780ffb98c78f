package dev.waybill.message;

import java.io.IOException;
import java.io.InputStream;

/** Reads the bytes of a mail into a {@link ParsedMail}, streaming: memory is bounded by the limits, not by the mail's size. */
public interface MailReader {
    /**
     * Never refuses a mail for being malformed; what could not be read is a warning.
     *
     * @throws IOException only what the stream or the sink threw
     */
    ParsedMail read(InputStream raw, AttachmentSink attachments) throws IOException;
}
