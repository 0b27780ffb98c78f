package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.bounce.DeliveryReport.About;
import dev.waybill.message.header.MessageIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the notifications of Amazon SES that a topic sends as a mail. */
final class SesNotices {
    private final Reasons reasons;

    SesNotices(Reasons reasons) {
        this.reasons = reasons;
    }

    Optional<DeliveryReport> read(ParsedMail mail) {
        boolean ofSns = mail.header("x-amz-sns-message-id").isPresent();
        return ofSns ? SesNotification.read(mail.text()).flatMap(this::report) : Optional.empty();
    }

    private Optional<DeliveryReport> report(SesNotification notification) {
        String id = MessageIds.first(notification.messageId()).orElse(null);
        return switch (notification.type()) {
            case "Bounce" ->
                Optional.of(new DeliveryReport(About.FAILURE, each(notification, BounceAction.FAILED), id));
            case "Complaint" ->
                Optional.of(new DeliveryReport(About.COMPLAINT, each(notification, BounceAction.DELIVERED), id));
            case "Delivery" ->
                Optional.of(new DeliveryReport(About.PROGRESS, each(notification, BounceAction.DELIVERED), id));
            default -> Optional.empty();
        };
    }

    private List<Bounce> each(SesNotification notification, BounceAction action) {
        List<Bounce> bounces = new ArrayList<>();
        for (Map<String, String> recipient : notification.recipients()) {
            bounces.add(reasons.bounce(
                    recipient.getOrDefault("emailAddress", ""),
                    null,
                    action,
                    SmtpCodes.status(recipient.getOrDefault("status", "")),
                    recipient.getOrDefault("diagnosticCode", "").replace("smtp; ", ""),
                    ""));
        }
        return bounces;
    }
}
