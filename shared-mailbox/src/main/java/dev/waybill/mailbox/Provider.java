package dev.waybill.mailbox;

/** Whose protocol reaches the mailbox. */
public enum Provider {
    IMAP,
    GRAPH,
    GMAIL;

    /** As it stands in JSON, metrics and the database. */
    public String id() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
