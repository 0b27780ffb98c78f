package dev.waybill.message.bounce;

import java.util.Locale;

/** Text as the tables have it: lower case, one space for any white space, straight quotes. */
final class Folded {
    private Folded() {}

    static String of(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00A0') {
                if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                    folded.append(' ');
                }
            } else {
                folded.append(c == '\u2019' ? '\'' : c);
            }
        }
        return folded.toString().strip().toLowerCase(Locale.ROOT);
    }
}
