package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.header.MessageIds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of the mail that a report is about. */
final class OriginalMail {
    private OriginalMail() {}

    /**
     * Its Message-ID: from the attached header, from the report's own field, from the copy in the text, and last from what the report
     * answers.
     */
    static Optional<String> messageId(ParsedMail mail, NoticeRules rules) {
        return Stream.of(
                        mail.reports().stream()
                                .filter(OriginalMail::isHeader)
                                .flatMap(report -> field(report, "message-id")),
                        mail.reports().stream().flatMap(report -> field(report, "original-message-id")),
                        // A header that a wrong boundary left in the status.
                        mail.reports().stream().flatMap(report -> field(report, "message-id")),
                        inText(mail, rules),
                        mail.inReplyTo().stream().limit(1))
                .flatMap(ids -> ids)
                .findFirst();
    }

    static boolean isHeader(Report report) {
        return report.contentType().endsWith("-headers")
                || report.contentType().equals("message/rfc822")
                || report.contentType().equals("message/global");
    }

    private static Stream<String> field(Report report, String name) {
        return ReportFields.blocks(report.content()).stream()
                .limit(isHeader(report) ? 1 : 50)
                .map(block -> block.get(name))
                .filter(value -> !value.isEmpty())
                .flatMap(value -> MessageIds.first(value).stream());
    }

    private static Stream<String> inText(ParsedMail mail, NoticeRules rules) {
        Notice notice = Notice.of(mail, rules);
        List<String> lines = notice.original();
        return Stream.concat(lines.stream(), notice.lines().stream())
                .map(line -> line.strip())
                .map(line -> line.startsWith(">") ? line.substring(1).strip() : line)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("message-id:"))
                .flatMap(line -> MessageIds.first(line.substring("message-id:".length())).stream())
                .limit(1);
    }
}
