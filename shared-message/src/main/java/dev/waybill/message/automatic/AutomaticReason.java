package dev.waybill.message.automatic;

import java.util.Locale;

/** What tells that a machine sent a mail, or that none may answer it. */
public enum AutomaticReason {
    /** {@code Auto-Submitted: auto-replied} (RFC 3834 §5.1). */
    AUTO_REPLIED(true),
    /** {@code Auto-Submitted} with another value than {@code no} (RFC 3834 §5, RFC 5436 §2.7.1). */
    AUTO_GENERATED(false),
    /** A delivery status, disposition or feedback report. */
    REPORT(false),
    /** A field that a responder sets, such as {@code X-Autoreply}. */
    RESPONDER_FIELD(true),
    /** The subject is one that out-of-office programs write, and nothing else speaks of a person. */
    RESPONDER_TEXT(true),
    /** A field that programs set on what they send on their own. */
    GENERATOR_FIELD(false),
    /** Sent through a mailing list (RFC 2919, RFC 2369). */
    LIST(false),
    /** {@code Precedence: bulk}, {@code list} or {@code junk}. */
    BULK(false),
    /** Sent by the mail system itself: {@code MAILER-DAEMON}, {@code postmaster}. */
    MAIL_SYSTEM(false),
    /** No answer is wanted: {@code Return-Path: <>} (RFC 5321 §4.5.5). */
    NULL_RETURN_PATH(false),
    /** It has passed here before, or passed more servers than any honest mail. */
    LOOP(false),
    /** {@code X-Auto-Response-Suppress} asks for no answers (MS-OXCMAIL §2.1.3.2.20); people's mails have it, too. */
    SUPPRESS_FIELD(false),
    /** An address that says that nobody reads it. */
    NO_REPLY_ADDRESS(false),
    /** There is no address to answer to. */
    NO_SENDER(false);

    private final boolean answersAMail;

    AutomaticReason(boolean answersAMail) {
        this.answersAMail = answersAMail;
    }

    boolean answersAMail() {
        return answersAMail;
    }

    /** The name in JSON and in tables. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
