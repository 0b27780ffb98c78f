package dev.waybill.message.reply;

/** Finds code in a body: fenced blocks of Markdown, and diffs in the normal format, whose lines begin with {@code >}. */
final class LiteralBlocks {
    private LiteralBlocks() {}

    static void mark(Body body) {
        int i = 0;
        while (i < body.size()) {
            String fence = fence(body.line(i).text());
            if (!fence.isEmpty()) {
                i = fenced(body, i, fence);
            } else if (isDiffCommand(body.line(i).text())) {
                i = diff(body, i);
            } else {
                i++;
            }
        }
    }

    private static String fence(String text) {
        String stripped = text.strip();
        return stripped.startsWith("```") ? "```" : stripped.startsWith("~~~") ? "~~~" : "";
    }

    /** A fence that is never closed is no fence. */
    private static int fenced(Body body, int open, String fence) {
        int close = open + 1;
        while (close < body.size() && !body.line(close).text().strip().equals(fence)) {
            if (fence(body.line(close).text()).equals(fence)) {
                return close;
            }
            close++;
        }
        if (close == body.size()) {
            return unclosed(body, open, fence);
        }
        for (int i = open; i <= close; i++) {
            body.line(i).markLiteral();
        }
        return close + 1;
    }

    /** No fence of this kind closes later either; skip to the first of the other kind, which keeps this linear. */
    private static int unclosed(Body body, int open, String fence) {
        int i = open + 1;
        while (i < body.size()) {
            String other = fence(body.line(i).text());
            if (!other.isEmpty() && !other.equals(fence)) {
                return i;
            }
            i++;
        }
        return i;
    }

    private static int diff(Body body, int command) {
        int i = command;
        while (i < body.size() && (i == command || isDiffLine(body.line(i).text()))) {
            body.line(i).markLiteral();
            i++;
        }
        return i;
    }

    private static boolean isDiffLine(String text) {
        return text.startsWith("> ")
                || text.startsWith("< ")
                || text.stripTrailing().equals("---")
                || text.startsWith("\\ ")
                || isDiffCommand(text);
    }

    /** {@code 3c3}, {@code 5,7d4}, {@code 8a12,15} (POSIX diff, default output format). */
    private static boolean isDiffCommand(String text) {
        String s = text.stripTrailing();
        if (s.length() < 3 || s.length() > 40) {
            return false;
        }
        int letter = 0;
        int digits = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == 'a' || c == 'c' || c == 'd') {
                letter++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != ',') {
                return false;
            }
        }
        return letter == 1
                && digits >= 2
                && Character.isDigit(s.charAt(0))
                && Character.isDigit(s.charAt(s.length() - 1));
    }
}
