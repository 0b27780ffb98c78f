package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import java.util.Locale;

/** Tells a receipt from a refusal in its form: Sieve's "reject" answers with a disposition (RFC 5429 §2.2), and the mail is gone. */
final class Dispositions {
    private Dispositions() {}

    static boolean isRefusal(ParsedMail mail) {
        return mail.reports().stream()
                .filter(report -> report.contentType().endsWith("disposition-notification"))
                .flatMap(report -> ReportFields.blocks(report.content()).stream())
                .map(block -> block.get("disposition").toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(value -> value.startsWith("automatic-action/") && value.contains(";deleted"));
    }
}
