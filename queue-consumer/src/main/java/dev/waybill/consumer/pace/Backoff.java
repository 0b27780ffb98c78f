package dev.waybill.consumer.pace;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing delays between tries. Doubles from {@code first} to {@code cap} and takes a random half of it, so that many who failed
 * together do not come back together.
 */
public record Backoff(Duration first, Duration cap) {
    public Backoff {
        if (first.isNegative() || first.isZero() || cap.compareTo(first) < 0) {
            throw new IllegalArgumentException("a back-off needs 0 < first <= cap: " + first + ", " + cap);
        }
    }

    /** The delay after this many failures in a row (1 for the first): between half of the ceiling and the ceiling. */
    public Duration afterFailures(int failures) {
        long ceiling = ceilingMillis(failures);
        return Duration.ofMillis(ceiling - ThreadLocalRandom.current().nextLong(ceiling / 2 + 1));
    }

    /** As {@link #afterFailures}, over the whole range ("full jitter"): for many that wait for the same thing. */
    public Duration spread(int failures) {
        long ceiling = ceilingMillis(failures);
        long floor = Math.min(first.toMillis(), ceiling);
        return Duration.ofMillis(floor + ThreadLocalRandom.current().nextLong(ceiling - floor + 1));
    }

    /** The same delay, up to a fifth shorter, so that instances do not march in step. */
    public static Duration jittered(Duration interval) {
        long millis = Math.max(1, interval.toMillis());
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    private long ceilingMillis(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, 30);
        return Math.max(1, Math.min(cap.toMillis(), first.toMillis() << doublings));
    }
}
