package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code message/feedback-report} (RFC 5965): who called a mail spam that was delivered to him. */
final class Complaints {
    private Complaints() {}

    static List<Bounce> read(ParsedMail mail) {
        List<Bounce> complaints = new ArrayList<>();
        mail.reports().stream()
                .filter(report -> report.contentType().endsWith("feedback-report"))
                .flatMap(report -> ReportFields.blocks(report.content()).stream())
                .forEach(block -> recipient(block, mail)
                        .ifPresent(recipient -> complaints.add(new Bounce(
                                recipient,
                                null,
                                BounceAction.DELIVERED,
                                null,
                                null,
                                block.get("feedback-type"),
                                false,
                                BounceReason.SPAM))));
        return complaints;
    }

    private static Optional<String> recipient(ReportFields block, ParsedMail mail) {
        return Addresses.only(block.get("original-rcpt-to"))
                .or(() -> Addresses.only(block.get("removal-recipient")))
                .or(() -> LocalNames.original(mail));
    }
}
