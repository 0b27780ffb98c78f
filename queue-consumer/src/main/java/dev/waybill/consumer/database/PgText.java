package dev.waybill.consumer.database;

import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can keep it: without NUL, without halves of surrogate pairs, and no longer than the column means it to be. */
public final class PgText {
    private PgText() {}

    public static String clean(String text, int maxCharacters) {
        StringBuilder out = null;
        int end = Math.min(text.length(), maxCharacters);
        if (end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(text.charAt(i + 1));
            boolean bad = c == 0 || (Character.isSurrogate(c) && !pair);
            if (bad && out == null) {
                out = new StringBuilder(end).append(text, 0, i);
            }
            if (out != null) {
                if (pair) {
                    out.append(c).append(text.charAt(i + 1));
                } else if (c != 0) {
                    out.append(bad ? '\uFFFD' : c);
                }
            }
            if (pair) {
                i++;
            }
        }
        return out != null ? out.toString() : text.substring(0, end);
    }

    public static @Nullable String cleanOrNull(@Nullable String text, int maxCharacters) {
        return text == null ? null : clean(text, maxCharacters);
    }
}
