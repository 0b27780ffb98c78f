package dev.waybill.queue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far somebody has read the dead letters. It stays right while entries come and go: it names the last one that was looked at, and
 * the time after which no more are taken, so that what is replayed and dies again is not met a second time.
 *
 * @param until youngest time of death that is still meant, epoch ms of Redis; -1 before the first page
 * @param diedAt time of death of the last one that was looked at
 */
public record DeadLetterCursor(long until, long diedAt, String id) {
    public static final DeadLetterCursor START = new DeadLetterCursor(-1, -1, "");

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\.(\\d{1,15})\\.([A-Za-z0-9_-]{22})");

    /** What {@link #toString} wrote. */
    public static DeadLetterCursor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no cursor; take the one that ended the page before, or leave it out");
        }
        return new DeadLetterCursor(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
    }

    @Override
    public String toString() {
        return until + "." + diedAt + "." + id;
    }
}
