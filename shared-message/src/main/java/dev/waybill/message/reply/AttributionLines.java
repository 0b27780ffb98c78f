package dev.waybill.message.reply;

/** Finds the lines over which a program wrapped an attribution, and makes one of them. */
final class AttributionLines {
    /** Programs wrap at about 76 columns, and no date, name and address are longer than this. */
    static final int LONGEST = 600;

    private static final int MOST_LINES = 6;

    private AttributionLines() {}

    /** The first line from {@code start} on that ends as an attribution ends, within its bounds; or -1. */
    static int last(Body body, int start) {
        boolean dashed = body.line(start).text().stripLeading().startsWith("--");
        if (!dashed && !colonNear(body, start)) {
            return -1;
        }
        int open = 0;
        for (int i = start; i < Math.min(body.size(), start + MOST_LINES); i++) {
            BodyLine line = body.line(i);
            if (line.blank()) {
                int next = body.nextNonBlank(i);
                if (next > i + 1 || next == body.size() || !beginsAddress(body.line(next))) {
                    return -1;
                }
                continue;
            }
            boolean foreign = line.literal() || line.text().length() > LONGEST;
            if (foreign || (i > start && line.quoted() && open <= 0)) {
                return -1;
            }
            if (line.endsWithColon() || (dashed && line.text().stripTrailing().endsWith("--"))) {
                return i;
            }
            open += brackets(line.text());
        }
        return -1;
    }

    /** The lines as one, folded; empty when it is too long. */
    static String joined(Body body, int start, int last) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i <= last; i++) {
            if (!body.line(i).blank()) {
                text.append(text.isEmpty() ? "" : " ").append(body.line(i).folded());
            }
        }
        return text.length() > LONGEST ? "" : text.toString();
    }

    /** {@code ---- On … wrote ----} (Zoho, Android) and {@code - Le … a écrit:} (Zimbra) without their dashes. */
    static String undecorated(String text) {
        if (!text.startsWith("-")) {
            return text;
        }
        int from = 0;
        while (from < text.length() && isDash(text.charAt(from))) {
            from++;
        }
        int end = text.length();
        while (end > from && isDash(text.charAt(end - 1))) {
            end--;
        }
        String inner = text.substring(from, end);
        return inner.endsWith(":") || inner.isEmpty() ? inner : inner + ":";
    }

    static boolean mayBegin(String text) {
        char c = text.charAt(0);
        return Character.isLetterOrDigit(c) || c == '"' || c == '\'' || c == '[';
    }

    static boolean beginsAddress(BodyLine line) {
        String s = line.text().strip();
        return s.startsWith("<") || s.startsWith("mailto:");
    }

    private static boolean colonNear(Body body, int start) {
        for (int i = start; i < Math.min(body.size(), start + MOST_LINES); i++) {
            if (body.line(i).endsWithColon()) {
                return true;
            }
        }
        return false;
    }

    /** How many angle brackets a line opens and does not close. */
    private static int brackets(String text) {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            open += c == '<' ? 1 : c == '>' ? -1 : 0;
        }
        return open;
    }

    private static boolean isDash(char c) {
        return c == '-' || c == ' ';
    }
}
