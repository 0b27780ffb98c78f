package dev.waybill.cli;

/** Text of strangers made safe for a terminal: no escape sequences, no reversed writing. */
public final class Plain {
    private Plain() {}

    /** For one line: line breaks and tabs become spaces. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** For several lines. */
    public static String block(String text) {
        return clean(text.replace("\r\n", "\n"), true);
    }

    private static String clean(String text, boolean keepLines) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                plain.append(keepLines ? (char) c : ' ');
            } else if (Character.isISOControl(c)) {
                plain.append(keepLines || c != '\r' ? "\ufffd" : " ");
            } else if (!reorders(c)) {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    /** Unicode UAX #9: the explicit directional marks. */
    private static boolean reorders(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
