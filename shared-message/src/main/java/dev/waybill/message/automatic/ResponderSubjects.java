package dev.waybill.message.automatic;

import dev.waybill.message.text.RuleTable;
import java.util.List;
import java.util.Locale;

/** The subjects of automatic answers, as programs write them in the languages of {@code responder-subjects.tsv}. */
final class ResponderSubjects {
    private final List<String> beginnings = RuleTable.rows(ResponderSubjects.class, "responder-subjects", 3).stream()
            .map(row -> row.get(1))
            .toList();

    boolean match(String subject) {
        String folded =
                subject.replace('\u00A0', ' ').replace('\uFF1A', ':').strip().toLowerCase(Locale.ROOT);
        return beginnings.stream().anyMatch(beginning -> folded.startsWith(beginning) && endsThere(folded, beginning));
    }

    private static boolean endsThere(String subject, String beginning) {
        return beginning.endsWith(":")
                || subject.length() == beginning.length()
                || !Character.isLetterOrDigit(subject.charAt(beginning.length()));
    }
}
