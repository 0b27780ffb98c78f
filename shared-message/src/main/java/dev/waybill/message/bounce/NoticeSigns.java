package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.text.RuleTable;
import java.util.List;
import java.util.Locale;

/**
 * What speaks of a mail system besides the text of a mail.
 *
 * @param author who wrote it
 * @param subject it bears the subject of a notice, and is neither an answer nor forwarded
 * @param failedRecipients Exim and Gmail name them in the header
 * @param nullPath nobody wants it back
 * @param report it declares itself a report of a delivery (RFC 6522), or a refusal by the recipient's filter (RFC 5429)
 */
record NoticeSigns(NoticeAuthor author, boolean subject, boolean failedRecipients, boolean nullPath, boolean report) {
    private static final List<String> PREFIXES = RuleTable.rows(NoticeSigns.class, "prefixes", 3).stream()
            .map(row -> row.get(1))
            .toList();

    /** What the text must show, besides these signs, of a mail that is a notice. */
    enum Needed {
        NOTHING,
        /** A sentence of {@code notices.tsv}. */
        SENTENCE,
        /** And a recipient: the person behind the postmaster's address writes of deliveries, too. */
        RECIPIENT,
        /** And a recipient in a line of its own, as programs write it: a subject is written by people, too. */
        LISTED,
        /** And a recipient with an answer of its server: responders send with a null path, too. */
        ANSWER,
        /** No text makes it a notice. */
        MORE
    }

    static NoticeSigns of(ParsedMail mail, NoticeRules rules) {
        return new NoticeSigns(
                rules.author(mail),
                rules.isSubject(mail.subject()) && !isPassedOn(mail.subject()),
                mail.header("X-Failed-Recipients").isPresent(),
                isFromNowhere(mail),
                isReport(mail));
    }

    /** Whether a report in the mail is the sender's own, not one that a person passes on. */
    boolean any() {
        return isOfSystem() || subject || failedRecipients || nullPath || report;
    }

    Needed needed() {
        boolean daemon = author == NoticeAuthor.DAEMON;
        if (report || (isOfSystem() && subject) || (failedRecipients && (daemon || nullPath))) {
            return Needed.NOTHING;
        }
        if (daemon || failedRecipients || (nullPath && (isOfSystem() || subject))) {
            return Needed.SENTENCE;
        }
        if (author == NoticeAuthor.ROLE) {
            return Needed.RECIPIENT;
        }
        if (subject && author == NoticeAuthor.NAMELESS) {
            return Needed.LISTED;
        }
        return nullPath ? Needed.ANSWER : Needed.MORE;
    }

    private boolean isOfSystem() {
        return author == NoticeAuthor.DAEMON || author == NoticeAuthor.ROLE;
    }

    private static boolean isPassedOn(String subject) {
        String folded = Folded.of(subject);
        return PREFIXES.stream().anyMatch(folded::startsWith);
    }

    private static boolean isFromNowhere(ParsedMail mail) {
        return mail.header("Return-Path")
                .map(path -> path.replace(" ", "").toLowerCase(Locale.ROOT))
                .filter(path -> path.equals("<>") || path.startsWith("<mailer-daemon"))
                .isPresent();
    }

    private static boolean isReport(ParsedMail mail) {
        String type = mail.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return (type.startsWith("multipart/report")
                        && !type.contains("disposition-notification")
                        && !type.contains("feedback-report"))
                || Dispositions.isRefusal(mail);
    }
}
