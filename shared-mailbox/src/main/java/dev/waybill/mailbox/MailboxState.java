package dev.waybill.mailbox;

import java.util.Locale;

/** Whether mail can be read from a mailbox now. */
public enum MailboxState {
    ACTIVE,
    /** By a person. */
    PAUSED,
    /** The credential is refused, or cannot be opened. */
    AUTH_FAILED,
    /** The server cannot be reached, or a watched folder is not there. */
    UNREACHABLE,
    /** The provider throttles or the mailbox is over its quota. */
    QUOTA;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
