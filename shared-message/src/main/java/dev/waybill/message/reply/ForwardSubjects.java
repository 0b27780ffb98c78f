package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.List;

/** Tells a forward by the first prefix of its subject ("Fwd:", "WG:", "TR:"). */
final class ForwardSubjects {
    private static final int LONGEST_PREFIX = 24;
    private static final int MOST_LINES = 400;
    private static final String NONE = "-";

    private record Prefix(String word, String unless) {}

    private final List<Prefix> prefixes = new ArrayList<>();

    ForwardSubjects() {
        for (List<String> row : Table.rows("forward-subjects", 4)) {
            prefixes.add(new Prefix(Fold.of(row.get(1)), Fold.of(row.get(2))));
        }
    }

    /** Whether the subject says so; the body decides where a prefix means a reply in another language. */
    boolean forwards(String subject, Body body) {
        String head = Fold.of(subject.substring(0, Math.min(subject.length(), 200)));
        int colon = head.indexOf(':');
        if (colon <= 0 || colon > LONGEST_PREFIX) {
            return false;
        }
        String word = head.substring(0, colon);
        return prefixes.stream().anyMatch(prefix -> prefix.word().equals(word) && !hasLabel(body, prefix.unless()));
    }

    private static boolean hasLabel(Body body, String label) {
        if (label.equals(NONE)) {
            return false;
        }
        for (int i = 0; i < Math.min(body.size(), MOST_LINES); i++) {
            if (body.line(i).folded().startsWith(label)) {
                return true;
            }
        }
        return false;
    }
}
