package dev.waybill.message.reply;

import java.util.ArrayDeque;
import java.util.Deque;

/** Numbers the items of nested lists. */
final class HtmlLists {
    private static final int UNNUMBERED = -1;

    private final Deque<Integer> counts = new ArrayDeque<>();

    void open(boolean numbered) {
        counts.push(numbered ? 0 : UNNUMBERED);
    }

    void close() {
        counts.poll();
    }

    /** What stands before the next item's text. */
    String item() {
        Integer count = counts.poll();
        if (count == null || count == UNNUMBERED) {
            counts.push(UNNUMBERED);
            return "- ";
        }
        counts.push(count + 1);
        return (count + 1) + ". ";
    }
}
