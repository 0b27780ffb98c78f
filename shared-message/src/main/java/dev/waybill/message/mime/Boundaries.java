package dev.waybill.message.mime;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Multipart boundaries: which may be searched for, and which a body without one declared probably uses. */
final class Boundaries {
    /** RFC 2046 §5.1.1 allows 70 characters; longer ones exist. */
    private static final int LONGEST = 8_192;
    /** Rows of dashes are usual; a search may compare each byte this often. */
    private static final int MOST_REPETITIVE = 100;

    private Boundaries() {}

    /**
     * Whether a boundary can be searched for in linear time. The parser compares from each place as far as boundary and body agree; they
     * agree for long at many places only if the boundary repeats itself in short periods.
     */
    static boolean isSearchable(String boundary) {
        if (boundary.isBlank() || boundary.length() > LONGEST) {
            return false;
        }
        int[] border = new int[boundary.length()];
        for (int i = 1, k = 0; i < boundary.length(); i++) {
            while (k > 0 && boundary.charAt(i) != boundary.charAt(k)) {
                k = border[k - 1];
            }
            k += boundary.charAt(i) == boundary.charAt(k) ? 1 : 0;
            border[i] = k;
            int period = i + 1 - k;
            if ((i + 1) / period > MOST_REPETITIVE) {
                return false;
            }
        }
        return true;
    }

    /** The first line that looks like a delimiter: two dashes and a word, then a part's header or an empty line. */
    static Optional<String> guess(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        for (int start = 0; start >= 0 && start < text.length(); start = next(text, start)) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return Optional.empty();
            }
            String line = text.substring(start, end).stripTrailing();
            boolean delimiter = line.length() > 4
                    && line.length() <= 200
                    && line.startsWith("--")
                    && line.indexOf(' ') < 0
                    && !line.endsWith("--");
            if (delimiter && text.regionMatches(true, end + 1, "Content-", 0, 8) && isSearchable(line.substring(2))) {
                return Optional.of(line.substring(2));
            }
        }
        return Optional.empty();
    }

    private static int next(String text, int start) {
        int newline = text.indexOf('\n', start);
        return newline < 0 ? -1 : newline + 1;
    }
}
