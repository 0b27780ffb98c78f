package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of rulers.tsv that divide a reply from what it answers or forwards, and bare rulers. */
final class Dividers {
    /** What a line divides. */
    enum Divides {
        NOTHING,
        ORIGINAL,
        FORWARD,
        REPLY_ABOVE
    }

    private record Open(Divides divides, Glob glob) {}

    private static final String STROKES = "-_=*~#\u2014\u2013\u2500\u2501\u2212|<>";
    private static final int LONGEST = 200;

    private final Map<String, Divides> dashed = new HashMap<>();
    private final Map<String, Divides> bare = new HashMap<>();
    /** Dashed phrases that name a person. */
    private final List<Open> open = new ArrayList<>();

    Dividers() {
        for (List<String> row : Table.rows("rulers", 5)) {
            Divides divides = divides(row.get(1));
            if (row.get(3).indexOf('*') >= 0) {
                open.add(new Open(divides, Glob.of(row.get(3))));
            } else {
                (row.get(2).equals("dashed") ? dashed : bare).put(Fold.of(row.get(3)), divides);
            }
        }
    }

    /** What this line divides: a phrase between strokes, or one that a program sets on a line of its own. */
    Divides of(BodyLine line) {
        String text = line.text();
        int from = Math.max(0, firstVisible(text));
        if (line.literal() || line.quoted() || text.length() > LONGEST || line.blank()) {
            return Divides.NOTHING;
        }
        if (STROKES.indexOf(text.charAt(from)) >= 0) {
            String folded = line.folded();
            int strokes = strokesBefore(folded);
            return strokes < 2 ? Divides.NOTHING : dashed(inner(folded, strokes));
        }
        return line.endsWithColon() ? bare.getOrDefault(line.folded(), Divides.NOTHING) : Divides.NOTHING;
    }

    /** A phrase that a program sets between strokes, which were lost: it counts only above a header block. */
    boolean isBareOriginal(BodyLine line) {
        return line.text().length() <= LONGEST && dashed.get(line.folded()) == Divides.ORIGINAL;
    }

    /** Nothing but strokes, at least five. */
    static boolean isRuler(BodyLine line) {
        String s = line.text().strip();
        if (s.length() < 5 || s.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < s.length(); i++) {
            if (STROKES.indexOf(s.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private Divides dashed(String inner) {
        Divides exact = dashed.get(inner);
        if (exact != null || inner.isEmpty()) {
            return exact == null ? Divides.NOTHING : exact;
        }
        for (Open phrase : open) {
            if (phrase.glob().matches(inner)) {
                return phrase.divides();
            }
        }
        return Divides.NOTHING;
    }

    private static String inner(String folded, int from) {
        int end = folded.length();
        while (end > from && (STROKES.indexOf(folded.charAt(end - 1)) >= 0 || folded.charAt(end - 1) == ' ')) {
            end--;
        }
        int start = from;
        while (start < end && folded.charAt(start) == ' ') {
            start++;
        }
        String inner = folded.substring(start, end);
        return inner.endsWith(":") ? inner.substring(0, inner.length() - 1) : inner;
    }

    private static int strokesBefore(String folded) {
        int i = 0;
        while (i < folded.length() && (STROKES.indexOf(folded.charAt(i)) >= 0)) {
            i++;
        }
        return i;
    }

    private static int firstVisible(String text) {
        int i = 0;
        while (i < text.length() - 1 && Fold.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static Divides divides(String word) {
        return switch (word) {
            case "original" -> Divides.ORIGINAL;
            case "forward" -> Divides.FORWARD;
            case "above" -> Divides.REPLY_ABOVE;
            default ->
                throw new IllegalStateException(
                        "table rulers.tsv: '" + word + "' is no kind of divider; write original, forward or above");
        };
    }
}
