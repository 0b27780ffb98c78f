package dev.waybill.message.text;

/** Removes from decoded text what no store or screen should get: NUL, odd line ends, unpaired surrogates, control and bidi characters. */
public final class CleanText {
    private CleanText() {}

    /** Text of several lines: line ends are {@code \n}, no NUL (PostgreSQL refuses it), no unpaired surrogate; all else stays. */
    public static String lines(String text) {
        int first = firstUncleanInLines(text);
        if (first < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        clean.append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                    clean.append('\n');
                }
            } else if (c != 0) {
                i = appendWhole(text, i, clean);
            }
        }
        return clean.toString();
    }

    /** Text of one line, such as a subject: white space is a space, controls and bidi overrides are gone, the ends are trimmed. */
    public static String line(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' || c == '\r' || c == '\n' || c == 0x2028 || c == 0x2029) {
                clean.append(' ');
            } else if (!Character.isISOControl(c) && !isBidiControl(c)) {
                i = appendWhole(text, i, clean);
            }
        }
        return clean.toString().strip();
    }

    /** A token such as an address or an id: as {@link #line}, and without any white space or invisible mark. */
    public static String token(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean gone =
                    c <= ' ' || Character.isISOControl(c) || Character.isWhitespace(c) || c == 0xA0 || isInvisible(c);
            if (!gone) {
                i = appendWhole(text, i, clean);
            }
        }
        return clean.toString();
    }

    /** At most {@code most} characters of a text, never half of a surrogate pair. */
    public static String atMost(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    /** Embeddings, overrides and isolates (UAX #9): they make a text read in another order than it is stored. */
    public static boolean isBidiControl(char c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Bidi controls and marks, zero-width characters, the byte order mark. */
    static boolean isInvisible(char c) {
        return isBidiControl(c)
                || (c >= 0x200B && c <= 0x200F)
                || c == 0x2028
                || c == 0x2029
                || c == 0x2060
                || c == 0x061C
                || c == 0xFEFF;
    }

    private static int firstUncleanInLines(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == 0 || Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }

    private static int appendWhole(String text, int at, StringBuilder to) {
        char c = text.charAt(at);
        if (!Character.isSurrogate(c)) {
            to.append(c);
            return at;
        }
        if (Character.isHighSurrogate(c) && at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))) {
            to.append(c).append(text.charAt(at + 1));
            return at + 1;
        }
        to.append('\uFFFD');
        return at;
    }
}
