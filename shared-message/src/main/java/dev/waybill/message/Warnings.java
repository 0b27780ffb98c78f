package dev.waybill.message;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was broken in one mail and how it was read: each sentence once, at most {@value #MOST}. Not for several threads. */
public final class Warnings {
    /** Enough to see what is wrong; a hostile mail must not grow this list. */
    static final int MOST = 50;

    private final Set<String> sentences = new LinkedHashSet<>();

    /** Says what was broken and how it was read; holds no text of the mail itself. */
    public void add(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        }
    }

    public List<String> list() {
        return List.copyOf(sentences);
    }
}
