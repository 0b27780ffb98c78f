package dev.waybill.message.reply;

import java.util.List;

/** Tells whether the words above a quote say that the answers stand inside it. */
final class InlineAnswers {
    private static final int MOST_LINES = 40;

    private final List<String> phrases = Table.rows("inline-answers", 3).stream()
            .map(row -> Fold.of(row.get(1)))
            .toList();

    boolean announcedAbove(Body body, int start) {
        for (int i = start - 1; i >= Math.max(0, start - MOST_LINES); i--) {
            BodyLine line = body.line(i);
            if (line.visible() && says(line.folded())) {
                return true;
            }
        }
        return false;
    }

    private boolean says(String folded) {
        for (String phrase : phrases) {
            int at = folded.indexOf(phrase);
            if (at >= 0 && isWord(folded, at, at + phrase.length())) {
                return true;
            }
        }
        return false;
    }

    /** Scripts without spaces have no such ends. */
    private static boolean isWord(String s, int from, int end) {
        return s.charAt(from) > '\u2fff'
                || ((from == 0 || !Character.isLetterOrDigit(s.charAt(from - 1)))
                        && (end == s.length() || !Character.isLetterOrDigit(s.charAt(end))));
    }
}
