package dev.waybill.mailbox;

/** The five classes of failure; each has one answer. Decided by codes, never by message text. */
public enum FailureClass {
    /** The world: defer with backoff. */
    TRANSIENT,
    /** Hold the mailbox until a time; no worker waits. */
    THROTTLED,
    /** Hold the mailbox and tell the operator. */
    CREDENTIAL,
    /** Skip with the reason. */
    PERMANENT,
    /** This mail makes our code fail: retry, count, then dead-letter. */
    MAIL
}
