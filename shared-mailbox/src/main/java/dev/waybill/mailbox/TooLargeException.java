package dev.waybill.mailbox;

import java.io.IOException;

/** A mail turned out larger than allowed while it was read. */
public final class TooLargeException extends IOException {
    public TooLargeException(long limit) {
        super("the mail is larger than " + limit + " bytes");
    }
}
