package dev.waybill.mailbox;

/** What becomes of the mail in its mailbox after the commit. */
public sealed interface AfterProcessing {
    /** Nothing; the default. */
    record Keep() implements AfterProcessing {}

    record MarkSeen() implements AfterProcessing {}

    record Move(String folder) implements AfterProcessing {}

    record Delete() implements AfterProcessing {}
}
