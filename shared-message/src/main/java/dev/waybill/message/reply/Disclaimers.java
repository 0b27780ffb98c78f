package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Knows the legal text below business mails by two of its phrases in one language. */
final class Disclaimers {
    /** Shorter text with such words is a question about confidentiality. */
    private static final int SHORTEST = 120;

    private static final int LONGEST = 8_000;
    private static final int PHRASES = 2;

    private final Map<String, List<String>> phrases = new LinkedHashMap<>();

    Disclaimers() {
        for (List<String> row : Table.rows("disclaimers", 3)) {
            phrases.computeIfAbsent(row.get(0), language -> new ArrayList<>()).add(Fold.of(row.get(1)));
        }
    }

    /** Whether the lines from {@code from} to before {@code end} are legal text. */
    boolean is(Body body, int from, int end) {
        int length = 0;
        for (int i = from; i < end; i++) {
            length += body.line(i).text().length();
        }
        if (length < SHORTEST || length > LONGEST) {
            return false;
        }
        StringBuilder raw = new StringBuilder(length + end - from);
        for (int i = from; i < end; i++) {
            raw.append(body.line(i).text()).append(' ');
        }
        String text = Fold.of(raw.toString());
        if (text.indexOf('?') >= 0) {
            return false;
        }
        return phrases.values().stream()
                .anyMatch(words -> words.stream().filter(text::contains).count() >= PHRASES);
    }
}
