package dev.waybill.message.reading;

import java.util.Locale;

/** What a mail is. Everything but {@link #MESSAGE} and {@link #AUTO_REPLY} is about another mail, and opens no ticket. */
public enum MailKind {
    /** Somebody, or a program on its own account, says something. */
    MESSAGE,
    /** A program answers a mail: out of office, confirmations, mailing-list servers. */
    AUTO_REPLY,
    /** A server could not deliver a mail to at least one recipient. */
    BOUNCE,
    /** A server tells of a delivery that did not fail: delayed, delivered, relayed, expanded. */
    DELIVERY_STATUS,
    /** A recipient called a mail spam, told as ARF (RFC 5965). */
    COMPLAINT,
    /** A recipient's program tells that a mail was displayed, deleted, or the like (RFC 8098). */
    DISPOSITION,
    /** No mail at all: neither a field that mails have, nor text. */
    UNREADABLE;

    /** The name in JSON and in tables. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
