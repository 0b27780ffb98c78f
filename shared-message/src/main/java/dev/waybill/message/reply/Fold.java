package dev.waybill.message.reply;

import java.text.Normalizer;
import java.util.Locale;

/** Text made comparable: one case, one form of each character, one space, no invisible characters, ASCII digits. */
final class Fold {
    /** No header, divider or signature line that a program writes is longer. */
    static final int LONGEST = 1_000;

    private Fold() {}

    static String of(String text) {
        String form = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        String lower = form.toLowerCase(Locale.ROOT);
        StringBuilder out = new StringBuilder(lower.length());
        boolean space = false;
        for (int i = 0; i < lower.length(); i++) {
            char c = plain(lower.charAt(i));
            if (c == '\u0307' && out.length() > 0 && out.charAt(out.length() - 1) == 'i') {
                // The Turkish capital with a dot becomes an i and its dot.
                continue;
            }
            if (isSpace(c)) {
                space = out.length() > 0;
            } else if (c == ':' || Character.getType(c) != Character.FORMAT) {
                if (space && c != ':') {
                    out.append(' ');
                }
                space = false;
                out.append(c);
            }
        }
        return out.toString();
    }

    static boolean isSpace(char c) {
        return c < 128 ? c == ' ' || (c >= '\t' && c <= '\r') : Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** Nothing to see: white space, and characters that only steer. */
    static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c) && Character.getType(c) != Character.FORMAT && !Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }

    private static char plain(char c) {
        return switch (c) {
            case '\u2018', '\u2019', '\u201b', '\u02bc', '\u00b4', '`' -> '\'';
            case '\u201c', '\u201d', '\u201e', '\u00ab', '\u00bb' -> '"';
            case '\u2010', '\u2011', '\u2012' -> '-';
            default -> {
                int digit = c < 128 ? -1 : Character.digit(c, 10);
                yield digit < 0 ? c : (char) ('0' + digit);
            }
        };
    }
}
