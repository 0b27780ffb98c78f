package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The patterns of attributions.tsv, which end with a colon, by the character before it: of many, few can match. */
final class AttributionPatterns {
    /** Patterns of one beginning, by the character before their colon. */
    private static final class Index {
        private final Map<Character, List<Glob>> byEnd = new HashMap<>();
        private final List<Glob> others = new ArrayList<>();

        void add(Glob glob) {
            String end = glob.end();
            List<Glob> place = end.length() > 1
                    ? byEnd.computeIfAbsent(end.charAt(end.length() - 2), c -> new ArrayList<>())
                    : others;
            place.add(glob);
        }

        boolean matches(String folded) {
            return folded.length() > 1
                    && (any(byEnd.getOrDefault(folded.charAt(folded.length() - 2), List.of()), folded)
                            || any(others, folded));
        }

        private static boolean any(List<Glob> globs, String folded) {
            for (Glob glob : globs) {
                if (glob.matches(folded)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Index anchored = new Index();
    private final Index floating = new Index();
    private final Set<String> firstWords = new HashSet<>();

    AttributionPatterns() {
        for (List<String> row : Table.rows("attributions", 3)) {
            Glob glob = Glob.of(row.get(1));
            (glob.anchored() ? anchored : floating).add(glob);
            int space = row.get(1).indexOf(' ');
            if (glob.anchored() && space > 1) {
                firstWords.add(row.get(1).substring(0, space));
            }
        }
    }

    /** Matches a pattern that says by its first word where an attribution begins. */
    boolean anchored(String folded) {
        return anchored.matches(folded);
    }

    /** Matches a pattern of either kind. */
    boolean known(String folded) {
        return anchored.matches(folded) || floating.matches(folded);
    }

    /** A word, in lower case, that begins attributions and says enough to look for one in the middle of a line. */
    boolean mayBeginWith(String word) {
        return firstWords.contains(word);
    }
}
