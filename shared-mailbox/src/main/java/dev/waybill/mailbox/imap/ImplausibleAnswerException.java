package dev.waybill.mailbox.imap;

import java.io.IOException;

/** The server sends what no server sends in earnest; reading on would only fill the memory. */
final class ImplausibleAnswerException extends IOException {
    ImplausibleAnswerException(String what) {
        super(what);
    }
}
