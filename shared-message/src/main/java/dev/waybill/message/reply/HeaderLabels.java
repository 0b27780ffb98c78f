package dev.waybill.message.reply;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of header-labels.tsv: which field a word names, in which languages. */
final class HeaderLabels {
    /** What a field says. */
    enum Role {
        FROM,
        DATE,
        TO,
        SUBJECT,
        CC,
        OTHER
    }

    /** A word that names fields: by role, one bit a language. */
    static final class Label {
        private final Map<Role, Long> languages = new EnumMap<>(Role.class);
        private long inAnyRole;

        private void add(Role role, long bits) {
            languages.merge(role, bits, (one, other) -> one | other);
            inAnyRole |= bits;
        }

        long in(Role role) {
            return languages.getOrDefault(role, 0L);
        }

        long inAnyRole() {
            return inAnyRole;
        }

        /** A field that a block has only once. */
        boolean isSingle() {
            return (in(Role.FROM) | in(Role.DATE) | in(Role.TO) | in(Role.SUBJECT)) != 0;
        }
    }

    /** A label at the beginning of a line, and what follows it. */
    record Found(Label label, String value) {}

    /** All languages: what a block may be in before its first label. */
    static final long ANY_LANGUAGE = -1;

    private static final int LONGEST = 40;
    private static final int MOST_COLONS = 50;
    private static final int MOST_WORDS = 3;

    private final Map<String, Label> labels = new HashMap<>();

    HeaderLabels() {
        Map<String, Integer> languages = new LinkedHashMap<>();
        for (List<String> row : Table.rows("header-labels", 4)) {
            Role role = Role.valueOf(row.get(1).toUpperCase(Locale.ROOT));
            labels.computeIfAbsent(Fold.of(row.get(2)), word -> new Label())
                    .add(role, row.get(0).equals("*") ? ANY_LANGUAGE : bit(languages, row.get(0)));
        }
    }

    /** The label that a folded line begins with, between asterisks or not; null when there is none. */
    @Nullable
    Found at(String folded) {
        int colon = folded.indexOf(':');
        if (colon <= 0 || colon > LONGEST) {
            return null;
        }
        Label label = labels.get(word(folded, 0, colon));
        return label == null ? null : new Found(label, folded.substring(colon + 1));
    }

    /** Where, behind {@code from}, a label begins inside a line: a block whose line breaks were lost. Or -1. */
    int next(String folded, int from) {
        int tries = MOST_COLONS;
        for (int colon = folded.indexOf(':', from); colon > 0 && tries > 0; colon = folded.indexOf(':', colon + 1)) {
            tries--;
            int space = colon;
            for (int words = 0; words < MOST_WORDS; words++) {
                space = folded.lastIndexOf(' ', space - 1);
                if (space < from || colon - space > LONGEST) {
                    break;
                }
                if (labels.containsKey(word(folded, space + 1, colon))) {
                    return space + 1;
                }
            }
        }
        return -1;
    }

    private static long bit(Map<String, Integer> languages, String language) {
        languages.putIfAbsent(language, languages.size());
        if (languages.size() > Long.SIZE) {
            throw new IllegalStateException("table header-labels.tsv holds more languages than " + Long.SIZE
                    + "; widen the bits of HeaderLabels.Label");
        }
        return 1L << languages.getOrDefault(language, 0);
    }

    private static String word(String folded, int from, int colon) {
        int start = from;
        int end = colon;
        while (start < end && isDecoration(folded.charAt(start))) {
            start++;
        }
        while (end > start && isDecoration(folded.charAt(end - 1))) {
            end--;
        }
        return folded.substring(start, end);
    }

    private static boolean isDecoration(char c) {
        return c == '*' || c == '_' || c == ' ' || c == '>';
    }
}
