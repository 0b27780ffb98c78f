package dev.waybill.message.reply;

import dev.waybill.message.reply.BodyLine.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lines of a body, in order. */
final class Body {
    /** Past this the rest is one last line that no rule touches. */
    private static final int MOST_LINES = 200_000;

    private final List<BodyLine> lines;
    private final boolean html;

    private Body(List<BodyLine> lines, boolean html) {
        this.lines = lines;
        this.html = html;
    }

    static Body ofPlain(String text) {
        List<BodyLine> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length() && lines.size() < MOST_LINES) {
            int end = lineEnd(text, from);
            lines.add(BodyLine.plain(text.substring(from, end)));
            from = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        if (from < text.length()) {
            lines.add(BodyLine.plain(text.substring(from)));
        }
        return new Body(lines, false);
    }

    static Body ofHtml(List<BodyLine> lines) {
        return new Body(lines, true);
    }

    boolean html() {
        return html;
    }

    int size() {
        return lines.size();
    }

    BodyLine line(int index) {
        return lines.get(index);
    }

    /** The first line from {@code index} on that is not blank, or the size. */
    int nextNonBlank(int index) {
        int i = index;
        while (i < lines.size() && lines.get(i).blank()) {
            i++;
        }
        return i;
    }

    /** The last line before {@code index} that is not blank, or -1. */
    int previousNonBlank(int index) {
        int i = index - 1;
        while (i >= 0 && lines.get(i).blank()) {
            i--;
        }
        return i;
    }

    void become(int from, int end, Kind kind) {
        for (int i = from; i < end; i++) {
            lines.get(i).become(kind);
        }
    }

    /** Parts one line in two: an attribution that begins behind the sender's last word. */
    void split(int index, int column) {
        String text = lines.get(index).text();
        lines.set(index, BodyLine.plain(text.substring(0, column)));
        lines.add(index + 1, BodyLine.plain(text.substring(column)));
    }

    /** The lines of these kinds, with the blank lines between them; where others stood between them, at most one. */
    String textOf(Set<Kind> kinds) {
        StringBuilder out = new StringBuilder();
        int blanks = 0;
        boolean others = false;
        boolean first = true;
        for (BodyLine line : lines) {
            if (line.blank()) {
                blanks++;
            } else if (kinds.contains(line.kind())) {
                if (!first) {
                    out.append("\n".repeat(1 + (others ? Math.min(1, blanks) : blanks)));
                }
                out.append(line.text());
                first = false;
                blanks = 0;
                others = false;
            } else {
                others = true;
            }
        }
        return out.toString();
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }
}
