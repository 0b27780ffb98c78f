package dev.waybill.message.bounce;

import dev.waybill.message.ParsedMail;
import dev.waybill.message.ParsedMail.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code message/delivery-status} (RFC 3464) and {@code message/global-delivery-status} (RFC 6533). */
final class StatusReports {
    private final Reasons reasons;
    private final NoticeRules rules;

    StatusReports(Reasons reasons, NoticeRules rules) {
        this.reasons = reasons;
        this.rules = rules;
    }

    /** One for each recipient: a server may report the same twice. */
    List<Bounce> read(ParsedMail mail) {
        Map<String, Bounce> bounces = new LinkedHashMap<>();
        List<String> notice = Notice.of(mail, rules).lines();
        Map<String, String> told = RecipientLines.read(notice, Set.of());
        contents(mail)
                .flatMap(content -> ReportFields.blocks(content).stream())
                .filter(StatusReports::isOfARecipient)
                .map(block -> bounce(block, mail, told))
                .forEach(bounce -> bounces.putIfAbsent(
                        bounce.recipient().toLowerCase(Locale.ROOT) + ' ' + bounce.action(), bounce));
        return List.copyOf(bounces.values());
    }

    /** A report whose parts are broken has its fields in the text. */
    private static Stream<String> contents(ParsedMail mail) {
        List<String> parts = mail.reports().stream()
                .filter(report -> report.contentType().endsWith("delivery-status"))
                .map(Report::content)
                .toList();
        boolean broken = parts.isEmpty()
                && mail.header("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("delivery-status");
        return broken ? Stream.of(mail.text()) : parts.stream();
    }

    private static boolean isOfARecipient(ReportFields block) {
        return block.has("final-recipient") || block.has("original-recipient");
    }

    private Bounce bounce(ReportFields block, ParsedMail mail, Map<String, String> told) {
        Optional<String> last = address(block.get("final-recipient"));
        Optional<String> first = address(block.get("original-recipient"));
        String recipient = last.filter(a -> first.isEmpty() || !isWithin(a, first.get()))
                .or(() -> first)
                .or(() -> last)
                .or(() -> named(mail))
                .orElse("");
        @Nullable
        String original = first.filter(a -> !a.equalsIgnoreCase(recipient)).orElse(null);
        String word = word(block.get("action"));
        BounceAction action = BounceAction.of(word).orElse(BounceAction.FAILED);
        String said = text(block.get("diagnostic-code"));
        String status = block.get("status");
        // A comment in the status is all that some say.
        String diagnostic = said.isEmpty() ? comment(status) : said;
        String context =
                word.equals("expired") ? "delivery time expired" : told.getOrDefault(recipient, head(mail.text()));
        return reasons.bounce(recipient, original, action, SmtpCodes.status(status), diagnostic, context);
    }

    /**
     * "rfc822; user@example.org". What an organisation makes of an address inside itself is no address to its senders; neither is a path of
     * a file or an X.400 name.
     */
    private static Optional<String> address(String field) {
        int semicolon = field.indexOf(';');
        return Addresses.only(semicolon < 0 ? field : field.substring(semicolon + 1));
    }

    /** Whether the final address is one that the organisation of the original one uses inside itself. */
    private static boolean isWithin(String last, String first) {
        String inner = last.substring(last.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        String outer = first.substring(first.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return inner.equals(outer) || inner.endsWith("." + outer);
    }

    private static Optional<String> named(ParsedMail mail) {
        return mail.header("X-Failed-Recipients")
                .flatMap(field -> Addresses.in(field, 1).stream().findFirst())
                .map(Addresses.Found::address);
    }

    private static String text(String field) {
        int semicolon = field.indexOf(';');
        boolean typed =
                semicolon > 0 && field.substring(0, semicolon).strip().chars().allMatch(c -> c > ' ' && c < 0x7F);
        return typed ? field.substring(semicolon + 1).strip() : field;
    }

    private static String comment(String status) {
        int open = status.indexOf('(');
        int close = status.lastIndexOf(')');
        return open >= 0 && close > open ? status.substring(open + 1, close) : "";
    }

    private static String head(String text) {
        return text.substring(0, Math.min(text.length(), 4_000));
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
