package dev.waybill.message.reply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts exact texts, leaked quotes and lost words over many replies, and remembers each miss for print. */
final class ReplyScore {
    private final String name;
    private final List<String> misses = new ArrayList<>();
    private int texts;
    private int exact;
    private int withoutLeak;
    private int withoutLoss;
    private int quotedLines;
    private int leakedLines;
    private int newLines;
    private int lostLines;

    ReplyScore(String name) {
        this.name = name;
    }

    /** Adds a text whose lines are known: {@code own} is the sender's, {@code quoted} is not. */
    void add(String id, boolean isExact, List<String> own, List<String> quoted, List<String> visible) {
        List<String> leaked = quoted.stream()
                .filter(line -> !own.contains(line) && visible.contains(line))
                .toList();
        List<String> lost = without(own, visible);
        texts++;
        exact += isExact ? 1 : 0;
        withoutLeak += leaked.isEmpty() ? 1 : 0;
        withoutLoss += lost.isEmpty() ? 1 : 0;
        quotedLines += quoted.size();
        leakedLines += leaked.size();
        newLines += own.size();
        lostLines += lost.size();
        if (!isExact) {
            misses.add(id + "\n    leaked: " + leaked + "\n    lost:   " + lost + "\n    read:   " + visible);
        }
    }

    double exact() {
        return share(exact, texts);
    }

    double withoutLeak() {
        return share(withoutLeak, texts);
    }

    double withoutLoss() {
        return share(withoutLoss, texts);
    }

    double linesKept() {
        return share(newLines - lostLines, newLines);
    }

    String report() {
        String head = String.format(
                Locale.ROOT,
                "%s: %d texts, exact %.1f %%, without a leaked line %.1f %% (lines: %.1f %%), without a lost line %.1f %% (lines: %.2f %%)",
                name,
                texts,
                100 * exact(),
                100 * withoutLeak(),
                100 * share(quotedLines - leakedLines, quotedLines),
                100 * withoutLoss(),
                100 * linesKept());
        return misses.isEmpty() ? head : head + "\n  misses:\n  " + String.join("\n  ", misses);
    }

    private static List<String> without(List<String> lines, List<String> taken) {
        List<String> rest = new ArrayList<>(lines);
        taken.forEach(rest::remove);
        return rest;
    }

    private static double share(int part, int whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }
}
