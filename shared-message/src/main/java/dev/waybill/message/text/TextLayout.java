package dev.waybill.message.text;

/** Text being laid out in lines: collapses white space, holds line breaks back until more text comes, marks quoted lines. */
final class TextLayout {
    /** Deeper quotes gain no further mark: marks on every line of a deep nest would multiply the text. */
    private static final int MOST_MARKS = 10;

    private final StringBuilder out = new StringBuilder();
    private final int most;
    private int quoteDepth;
    private int verbatim;
    private int breaks;
    private boolean space;

    TextLayout(int most) {
        this.most = most;
    }

    void enterQuote() {
        atLeastBreaks(1);
        quoteDepth++;
    }

    void leaveQuote() {
        atLeastBreaks(1);
        quoteDepth--;
    }

    void enterVerbatim() {
        verbatim++;
    }

    void leaveVerbatim() {
        verbatim--;
    }

    /** At least this many line breaks before the next text: 1 a new line, 2 an empty line between. */
    void atLeastBreaks(int count) {
        breaks = Math.max(breaks, count);
        space = false;
    }

    /** One more line break. */
    void oneMoreBreak() {
        breaks++;
        space = false;
    }

    void text(String text) {
        for (int i = 0; i < text.length() && out.length() < most; i++) {
            char c = text.charAt(i);
            if (verbatim > 0) {
                verbatim(c);
            } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f') {
                space = true;
            } else {
                put(c == '\u00A0' ? ' ' : c);
            }
        }
    }

    /** A piece that is not broken or collapsed, such as a list mark or a link's address. */
    void piece(String piece) {
        for (int i = 0; i < piece.length() && out.length() < most; i++) {
            put(piece.charAt(i));
        }
    }

    void space() {
        space = true;
    }

    int length() {
        return out.length();
    }

    String from(int start) {
        return start >= out.length() ? "" : out.substring(start);
    }

    String finish() {
        stripLineEnd();
        return out.toString();
    }

    private void verbatim(char c) {
        if (c == '\n') {
            oneMoreBreak();
        } else if (c != '\r') {
            put(c);
        }
    }

    private void put(char c) {
        if (breaks > 0) {
            breakLines();
        } else if (space && !out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
            out.append(' ');
        }
        space = false;
        if (out.isEmpty() || out.charAt(out.length() - 1) == '\n') {
            mark();
        }
        out.append(c);
    }

    private void breakLines() {
        stripLineEnd();
        if (!out.isEmpty()) {
            // More empty lines than this say nothing more.
            int count = Math.min(breaks, verbatim > 0 ? 10 : 3);
            for (int i = 1; i < count; i++) {
                out.append('\n').repeat('>', Math.min(quoteDepth, MOST_MARKS));
            }
            out.append('\n');
        }
        breaks = 0;
    }

    private void mark() {
        if (quoteDepth > 0) {
            out.repeat('>', Math.min(quoteDepth, MOST_MARKS)).append(' ');
        }
    }

    private void stripLineEnd() {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
    }
}
