package dev.waybill.consumer.ledger;

/** What the ledger made of a mail. */
public sealed interface Recorded {
    /** It opened a ticket. */
    record Opened(long ticket, long comment) implements Recorded {}

    /** It joined a ticket as a comment. */
    record Joined(long ticket, long comment) implements Recorded {}

    /** It opened nothing: it tells of another mail, or belongs to no ticket. {@code effect}: {@code bounce} or {@code none}. */
    record Noted(String effect) implements Recorded {}

    /** It is left alone: a {@code skipped} row was written. */
    record Skipped(String reason) implements Recorded {}

    /** Its key was known: nothing was written. */
    record AlreadyKnown() implements Recorded {}

    /** The same bytes are known under another folder or UIDVALIDITY: a {@code skipped} row was written. */
    record SameContent() implements Recorded {}
}
