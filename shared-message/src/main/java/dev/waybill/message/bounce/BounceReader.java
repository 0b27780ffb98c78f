package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.bounce.DeliveryReport.About;
import dev.waybill.message.header.MessageIds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a mail reports of another one. Stateless but for its tables; linear in the size of the mail. */
public final class BounceReader {
    private final Reasons reasons = new Reasons();
    private final StatusReports statuses = new StatusReports(reasons);

    public DeliveryReport read(ParsedMail mail) {
        if (has(mail, "feedback-report")) {
            return new DeliveryReport(About.COMPLAINT, List.of(), originalMessageId(mail));
        }
        List<Bounce> bounces = statuses.read(mail);
        if (!bounces.isEmpty()) {
            boolean failed = bounces.stream().anyMatch(b -> b.action() == BounceAction.FAILED);
            return new DeliveryReport(failed ? About.FAILURE : About.PROGRESS, bounces, originalMessageId(mail));
        }
        if (has(mail, "disposition-notification")) {
            return new DeliveryReport(About.DISPOSITION, List.of(), originalMessageId(mail));
        }
        return DeliveryReport.NOTHING;
    }

    private static boolean has(ParsedMail mail, String type) {
        return mail.reports().stream().anyMatch(report -> report.contentType().endsWith(type));
    }

    private static @Nullable String originalMessageId(ParsedMail mail) {
        return mail.reports().stream()
                .filter(BounceReader::isHeader)
                .flatMap(
                        report -> ReportFields.blocks(report.content()).stream().limit(1))
                .map(header -> MessageIds.first(header.get("message-id")).orElse(null))
                .filter(id -> id != null)
                .findFirst()
                .orElse(null);
    }

    private static boolean isHeader(Report report) {
        return report.contentType().endsWith("-headers")
                || report.contentType().equals("message/rfc822")
                || report.contentType().equals("message/global");
    }
}
