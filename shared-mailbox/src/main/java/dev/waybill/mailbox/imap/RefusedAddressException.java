package dev.waybill.mailbox.imap;

import java.io.IOException;

/** We do not connect there; the message is a sentence for the operator. */
final class RefusedAddressException extends IOException {
    RefusedAddressException(String sentence) {
        super(sentence);
    }
}
