package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.bounce.DeliveryReport.About;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what a mail reports of another one: a complaint (RFC 5965), a delivery status (RFC 3464), a disposition (RFC 8098), else the text of
 * a server's notice. Stateless but for its tables; linear in the size of the mail.
 */
public final class BounceReader {
    private final Reasons reasons = new Reasons();
    private final NoticeRules rules = new NoticeRules();
    private final StatusReports statuses = new StatusReports(reasons, rules);
    private final SesNotices amazon = new SesNotices(reasons);
    private final NoticeReader notices = new NoticeReader(reasons, rules);

    public DeliveryReport read(ParsedMail mail) {
        if (has(mail, "feedback-report")) {
            return report(About.COMPLAINT, Complaints.read(mail), mail);
        }
        // A person may pass a notice on with all its parts.
        boolean ofSystem = NoticeSigns.of(mail, rules).any();
        List<Bounce> stated = ofSystem ? statuses.read(mail) : List.of();
        if (!stated.isEmpty()) {
            return report(about(stated), stated, mail);
        }
        Optional<DeliveryReport> ses = amazon.read(mail);
        if (ses.isPresent()) {
            return ses.get();
        }
        boolean disposition = has(mail, "disposition-notification");
        if (disposition && !Dispositions.isRefusal(mail)) {
            return report(About.DISPOSITION, List.of(), mail);
        }
        Optional<List<Bounce>> told = notices.read(mail);
        if (told.isPresent()) {
            return report(about(told.get()), told.get(), mail);
        }
        return disposition ? report(About.DISPOSITION, List.of(), mail) : DeliveryReport.NOTHING;
    }

    private DeliveryReport report(About about, List<Bounce> bounces, ParsedMail mail) {
        return new DeliveryReport(
                about, bounces, OriginalMail.messageId(mail, rules).orElse(null));
    }

    private static About about(List<Bounce> bounces) {
        return bounces.stream().anyMatch(bounce -> bounce.action() == BounceAction.FAILED)
                ? About.FAILURE
                : About.PROGRESS;
    }

    private static boolean has(ParsedMail mail, String type) {
        return mail.reports().stream()
                .map(Report::contentType)
                .anyMatch(each -> each.toLowerCase(Locale.ROOT).endsWith(type));
    }
}
