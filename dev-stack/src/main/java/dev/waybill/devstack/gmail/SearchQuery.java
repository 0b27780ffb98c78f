package dev.waybill.devstack.gmail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The search operators that are understood: {@code in:}, {@code label:}, {@code after:}, {@code before:}, {@code rfc822msgid:}. */
record SearchQuery(List<Predicate<GmailMessage>> terms, boolean asksForHidden) {
    static SearchQuery of(String text) throws GmailFailure {
        List<Predicate<GmailMessage>> terms = new ArrayList<>();
        boolean hidden = false;
        for (String term : text.strip().split("\\s+", -1)) {
            if (term.isEmpty()) {
                continue;
            }
            int colon = term.indexOf(':');
            String value = term.substring(colon + 1);
            String label = value.toUpperCase(Locale.ROOT);
            switch (colon < 0 ? "" : term.substring(0, colon)) {
                case "in", "label" -> {
                    hidden |= Set.of("SPAM", "TRASH", "ANYWHERE").contains(label);
                    if (!label.equals("ANYWHERE")) {
                        terms.add(m -> m.labels().contains(label) || m.labels().contains(value));
                    }
                }
                case "after" -> {
                    Instant at = seconds(value);
                    terms.add(m -> !m.receivedAt().isBefore(at));
                }
                case "before" -> {
                    Instant at = seconds(value);
                    terms.add(m -> m.receivedAt().isBefore(at));
                }
                case "rfc822msgid" -> terms.add(m -> headers(m).contains("<" + value + ">"));
                default -> throw GmailFailure.invalid("This simulator does not search for '" + term + "'.");
            }
        }
        return new SearchQuery(terms, hidden);
    }

    private static Instant seconds(String value) throws GmailFailure {
        if (!value.matches("\\d{1,12}")) {
            throw GmailFailure.invalid("Only whole seconds since 1970 are understood, not '" + value + "'.");
        }
        return Instant.ofEpochSecond(Long.parseLong(value));
    }

    private static String headers(GmailMessage message) {
        byte[] raw = message.raw().bytes();
        String start = new String(raw, 0, Math.min(raw.length, 16_384), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("\r\n\r\n");
        return end < 0 ? start : start.substring(0, end);
    }

    boolean matches(GmailMessage message) {
        return terms.stream().allMatch(term -> term.test(message));
    }
}
