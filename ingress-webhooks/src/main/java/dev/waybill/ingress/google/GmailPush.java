package dev.waybill.ingress.google;

/** What a message of Gmail's says. */
sealed interface GmailPush {
    /**
     * Something changed in a mailbox.
     *
     * @param historyId a decimal string without leading zeros; of a mailbox that nobody vouches for, so a hint at most
     */
    record Changed(String emailAddress, String historyId) implements GmailPush {}

    /** Nothing that Gmail would publish. */
    record Malformed() implements GmailPush {}
}
