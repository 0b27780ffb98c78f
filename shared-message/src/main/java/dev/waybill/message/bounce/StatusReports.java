package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import dev.waybill.message.header.MessageIds;
import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code message/delivery-status} (RFC 3464) and {@code message/global-delivery-status} (RFC 6533). */
final class StatusReports {
    private static final int LONGEST_DIAGNOSTIC = 2_000;

    private final Reasons reasons;

    StatusReports(Reasons reasons) {
        this.reasons = reasons;
    }

    List<Bounce> read(ParsedMail mail) {
        List<Bounce> bounces = new ArrayList<>();
        for (Report report : mail.reports()) {
            if (report.contentType().endsWith("delivery-status")) {
                ReportFields.blocks(report.content()).stream()
                        .filter(StatusReports::isOfARecipient)
                        .map(this::bounce)
                        .forEach(bounces::add);
            }
        }
        return bounces;
    }

    private static boolean isOfARecipient(ReportFields block) {
        return block.has("final-recipient") || block.has("original-recipient");
    }

    private Bounce bounce(ReportFields block) {
        String recipient = address(block.get("final-recipient"));
        String named = recipient.isEmpty() ? address(block.get("original-recipient")) : recipient;
        String diagnostic = CleanText.atMost(CleanText.line(text(block.get("diagnostic-code"))), LONGEST_DIAGNOSTIC);
        BounceAction action = BounceAction.of(word(block.get("action"))).orElse(BounceAction.FAILED);
        return reasons.bounce(named, action, SmtpCodes.status(block.get("status")), diagnostic);
    }

    /** "rfc822; user@example.org": the type says how to read the address; ours reads all. */
    private static String address(String field) {
        int semicolon = field.indexOf(';');
        String address = CleanText.token(semicolon < 0 ? field : field.substring(semicolon + 1));
        return MessageIds.first(address).orElse("");
    }

    private static String text(String field) {
        int semicolon = field.indexOf(';');
        boolean typed =
                semicolon > 0 && field.substring(0, semicolon).strip().chars().allMatch(c -> c > ' ' && c < 0x7F);
        return typed ? field.substring(semicolon + 1).strip() : field;
    }

    private static String word(String field) {
        String text = field.strip();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
