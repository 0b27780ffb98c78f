package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.text.RuleTable;
import java.util.List;
import java.util.Locale;

/**
 * What speaks of a mail system besides the text of a mail.
 *
 * @param system its author is one, or there is none
 * @param subject it bears the subject of a notice, and is neither an answer nor forwarded
 * @param failedRecipients Exim and Gmail name them in the header
 * @param nullPath nobody wants it back
 * @param report it declares itself a report of a delivery (RFC 6522)
 */
record NoticeSigns(boolean system, boolean subject, boolean failedRecipients, boolean nullPath, boolean report) {
    private static final List<String> PREFIXES = RuleTable.rows(NoticeSigns.class, "prefixes", 3).stream()
            .map(row -> row.get(1))
            .toList();

    static NoticeSigns of(ParsedMail mail, NoticeRules rules) {
        return new NoticeSigns(
                rules.isOfSystem(mail),
                rules.isSubject(mail.subject()) && !isPassedOn(mail.subject()),
                mail.header("X-Failed-Recipients").isPresent(),
                isFromNowhere(mail),
                isReport(mail));
    }

    boolean any() {
        return system || subject || failedRecipients || nullPath || report;
    }

    /** Enough without a sentence that is known. */
    boolean certain() {
        return (system && subject) || (failedRecipients && (system || nullPath)) || report;
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
        return type.startsWith("multipart/report")
                && !type.contains("disposition-notification")
                && !type.contains("feedback-report");
    }
}
