package dev.waybill.message.text;

/** Plain text of {@code text/enriched} and {@code text/richtext} (RFC 1896, RFC 1341): formatting and parameters gone, line ends as meant. */
public final class EnrichedText {
    private static final int LONGEST_COMMAND = 60;

    private EnrichedText() {}

    /** Expects clean lines; n newlines in a row are n - 1 line breaks (RFC 1896 §3.1). */
    public static String toPlain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int parameters = 0;
        int newlines = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                if (i + 1 < text.length() && text.charAt(i + 1) == '<') {
                    i++;
                } else {
                    int end = commandEnd(text, i);
                    if (end > 0) {
                        String command = text.substring(i + 1, end);
                        parameters += command.equalsIgnoreCase("param") ? 1 : 0;
                        parameters -= command.equalsIgnoreCase("/param") && parameters > 0 ? 1 : 0;
                        if (command.equalsIgnoreCase("nl") || command.equalsIgnoreCase("np")) {
                            out.append('\n');
                        }
                        i = end;
                        continue;
                    }
                }
            }
            if (parameters > 0) {
                continue;
            }
            if (c == '\n') {
                newlines++;
                out.append(newlines == 1 ? ' ' : '\n');
                if (newlines == 2) {
                    out.deleteCharAt(out.length() - 2);
                }
            } else {
                newlines = 0;
                out.append(c);
            }
        }
        return out.toString();
    }

    private static int commandEnd(String text, int open) {
        int last = Math.min(text.length(), open + LONGEST_COMMAND);
        for (int i = open + 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == '>') {
                return i > open + 1 ? i : -1;
            }
            if (!Character.isLetterOrDigit(c) && c != '/' && c != '-') {
                return -1;
            }
        }
        return -1;
    }
}
