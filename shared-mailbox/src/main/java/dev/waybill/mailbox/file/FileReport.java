package dev.waybill.mailbox.file;

import java.time.Instant;
import java.util.List;

/**
 * What became of a mailbox file, for people: lines that changed something or are wrong, the most important first.
 *
 * @param outcome {@code applied}, or {@code refused}: then nothing was changed
 */
public record FileReport(String outcome, Instant at, String file, String message, List<Line> lines) {
    /** More are counted in the message only. */
    public static final int MOST_LINES = 1_000;

    public FileReport {
        lines = lines.size() > MOST_LINES ? List.copyOf(lines.subList(0, MOST_LINES)) : List.copyOf(lines);
    }

    /**
     * What became of one line.
     *
     * @param line 0 for what stands in the file no more
     * @param result {@code added}, {@code changed}, {@code resumed}, {@code paused}, {@code invalid}, {@code ignored} or {@code note}
     * @param message without address and secret: it is logged
     */
    public record Line(int line, String result, String message) {}
}
