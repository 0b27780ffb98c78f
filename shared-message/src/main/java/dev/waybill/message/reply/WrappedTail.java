package dev.waybill.message.reply;

/** Knows the end of a quoted line that a program broke off and left without its mark. */
final class WrappedTail {
    /** Programs wrap between 64 and 80 columns. */
    private static final int SHORTEST_WRAPPED = 60;

    private static final int NARROWEST = 66;

    private WrappedTail() {}

    /** Whether line {@code index}, between two marked lines, belongs to the one above it. */
    static boolean is(Body body, int index) {
        if (index < 1 || index + 1 >= body.size()) {
            return false;
        }
        BodyLine above = body.line(index - 1);
        BodyLine tail = body.line(index);
        BodyLine below = body.line(index + 1);
        boolean between = marked(above) && marked(below) && !tail.blank() && !tail.literal();
        return between
                && above.text().length() <= Fold.LONGEST
                && tail.text().length() <= Fold.LONGEST
                && (closesLink(above.text(), tail.text())
                        || overflows(above.text(), tail.text())
                        || endsWithStrayMark(tail.text()));
    }

    private static boolean marked(BodyLine line) {
        return line.mark() == BodyLine.Mark.NONE && line.quoted();
    }

    /** The line above opens a link in brackets and the tail, in its first word, closes it. */
    private static boolean closesLink(String above, String tail) {
        String word = firstWord(tail);
        return closes(above, word, "<http", '>') || closes(above, word, "(http", ')');
    }

    private static boolean closes(String above, String word, String open, char close) {
        int at = above.lastIndexOf(open);
        return at >= 0 && above.indexOf(close, at) < 0 && word.indexOf(close) >= 0;
    }

    /** The mark of the next line stands at the end of this one, as after links that a program set apart. */
    private static boolean endsWithStrayMark(String tail) {
        return tail.stripTrailing().endsWith(" >") && tail.indexOf('<') < 0;
    }

    /** The first word did not fit on the line above, whose sentence goes on. */
    private static boolean overflows(String above, String tail) {
        String upper = above.stripTrailing();
        String lower = tail.strip();
        if (upper.length() < SHORTEST_WRAPPED || lower.length() > upper.length()) {
            return false;
        }
        char last = upper.charAt(upper.length() - 1);
        char first = lower.charAt(0);
        return upper.length() + 1 + firstWord(lower).length() > NARROWEST
                && ".?!:;\u2026\u3002\uff1f\uff01".indexOf(last) < 0
                && (Character.isLowerCase(first) || first == '(' || Character.isDigit(first));
    }

    private static String firstWord(String text) {
        String s = text.strip();
        int space = s.indexOf(' ');
        return space < 0 ? s : s.substring(0, space);
    }
}
