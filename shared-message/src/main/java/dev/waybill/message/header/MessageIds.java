package dev.waybill.message.header;

import dev.waybill.message.text.CleanText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Message ids as they are written (RFC 5322 §3.6.4 and what comes instead): with and without angle brackets, folded, in commas, among
 * words. An id comes out without brackets and white space.
 */
public final class MessageIds {
    /** The longest line of RFC 5322 §2.1.1. */
    private static final int LONGEST = 998;
    /** A long thread is known by its beginning and its end. */
    private static final int EACH_END = 50;

    private MessageIds() {}

    /** The first id; a single word counts, too. */
    public static Optional<String> first(String raw) {
        List<String> ids = all(raw);
        if (!ids.isEmpty()) {
            return Optional.of(ids.getFirst());
        }
        String word = CleanText.line(raw);
        boolean usable = !word.isEmpty() && word.length() <= LONGEST && word.indexOf(' ') < 0 && word.indexOf('<') < 0;
        return usable ? Optional.of(CleanText.token(word)) : Optional.empty();
    }

    /** Every id once, in order, at most the first and the last {@value #EACH_END}. */
    public static List<String> all(String raw) {
        String text = EncodedWords.decode(raw);
        Set<String> ids = new LinkedHashSet<>();
        if (text.indexOf('<') >= 0) {
            bracketed(text, ids);
        } else {
            bare(text, ids);
        }
        List<String> list = new ArrayList<>(ids);
        if (list.size() > 2 * EACH_END) {
            List<String> ends = new ArrayList<>(list.subList(0, EACH_END));
            ends.addAll(list.subList(list.size() - EACH_END, list.size()));
            return List.copyOf(ends);
        }
        return List.copyOf(list);
    }

    private static void bracketed(String text, Set<String> ids) {
        int open = text.indexOf('<');
        while (open >= 0) {
            int end = open + 1;
            while (end < text.length() && text.charAt(end) != '>' && text.charAt(end) != '<') {
                end++;
            }
            boolean closed = end < text.length() && text.charAt(end) == '>';
            // "<id <id>" and "<<id>": without its end, an id ends at white space or a comma.
            add(closed ? text.substring(open + 1, end) : upToGap(text, open + 1, end), ids);
            open = text.indexOf('<', end);
        }
    }

    private static void bare(String text, Set<String> ids) {
        for (int at = 0; at < text.length(); ) {
            String word = upToGap(text, at, text.length());
            if (word.indexOf('@') > 0) {
                add(word, ids);
            }
            at += word.length() + 1;
        }
    }

    private static String upToGap(String text, int from, int to) {
        int end = from;
        while (end < to && !Character.isWhitespace(text.charAt(end)) && ",;\"()".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(from, end);
    }

    private static void add(String raw, Set<String> ids) {
        String id = CleanText.token(raw);
        if (!id.isEmpty() && id.length() <= LONGEST) {
            ids.add(id);
        }
    }
}
