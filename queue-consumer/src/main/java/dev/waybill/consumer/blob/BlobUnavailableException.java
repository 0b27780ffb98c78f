package dev.waybill.consumer.blob;

import java.io.IOException;

/** The blob store did not take or give a blob: full, not writable, not reachable, or damaged. The world failed, not the mail. */
public final class BlobUnavailableException extends IOException {
    public BlobUnavailableException(String problem, Throwable cause) {
        super(problem, cause);
    }

    public BlobUnavailableException(String problem) {
        super(problem);
    }
}
