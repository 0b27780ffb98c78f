package dev.waybill.message.reply;

import org.jspecify.annotations.Nullable;

/** One line of a body and what the scans found out about it. */
final class BodyLine {
    /** Where a line goes. */
    enum Kind {
        VISIBLE,
        QUOTED,
        SIGNATURE
    }

    /** What the HTML around a line says about it. */
    enum Mark {
        NONE,
        /** An element that a program uses for quotes. */
        QUOTE,
        /** A blockquote of nobody in particular: a quote, unless it is all there is. */
        LAYOUT_QUOTE,
        /** A blockquote that is as often an indent: a quote only behind an attribution. */
        INDENT,
        SIGNATURE
    }

    private final String text;
    private final boolean blank;
    private final Mark mark;
    private final boolean cutBefore;
    private final boolean endsWithColon;
    private boolean literal;
    private Kind kind = Kind.VISIBLE;
    private @Nullable String folded;
    private int depth = -1;

    BodyLine(String text, Mark mark, boolean cutBefore) {
        this.text = text;
        this.blank = Fold.isBlank(text);
        this.mark = mark;
        this.cutBefore = cutBefore;
        char last = lastSeen(text);
        this.endsWithColon = last == ':' || last == '\uff1a';
    }

    static BodyLine plain(String text) {
        return new BodyLine(text, Mark.NONE, false);
    }

    String text() {
        return text;
    }

    boolean blank() {
        return blank;
    }

    Mark mark() {
        return mark;
    }

    boolean endsWithColon() {
        return endsWithColon;
    }

    /** An element stands before this line that a program puts above what it quotes. */
    boolean cutBefore() {
        return cutBefore;
    }

    /** Code: nothing in it is a quote, a header or a signature. */
    boolean literal() {
        return literal;
    }

    void markLiteral() {
        literal = true;
    }

    Kind kind() {
        return kind;
    }

    void become(Kind newKind) {
        kind = newKind;
    }

    boolean visible() {
        return kind == Kind.VISIBLE && !blank;
    }

    /** The line ready for comparison; empty when it is too long to be one that a program writes. */
    String folded() {
        String known = folded;
        if (known == null) {
            known = text.length() > Fold.LONGEST ? "" : Fold.of(text);
            folded = known;
        }
        return known;
    }

    /** Begins with a quote mark, or stands in an element for quotes. */
    boolean quoted() {
        if (depth < 0) {
            depth = QuoteMarks.depth(text);
        }
        return mark == Mark.QUOTE || mark == Mark.LAYOUT_QUOTE || (!literal && depth > 0);
    }

    /** The last character that can be seen, or a space. */
    private static char lastSeen(String text) {
        int end = text.length();
        while (end > 0) {
            char c = text.charAt(end - 1);
            if (!Fold.isSpace(c) && Character.getType(c) != Character.FORMAT) {
                return c;
            }
            end--;
        }
        return ' ';
    }

    BodyLine withMark(Mark newMark) {
        BodyLine other = new BodyLine(text, newMark, cutBefore);
        other.literal = literal;
        return other;
    }
}
