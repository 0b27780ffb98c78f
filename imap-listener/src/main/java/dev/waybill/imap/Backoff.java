package dev.waybill.imap;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses with full jitter: each is drawn evenly from nothing to twice the bound before, up to a maximum, so that mailboxes
 * that failed together do not come back together.
 */
final class Backoff {
    /** Below this a loop would spin. */
    private static final Duration LEAST = Duration.ofMillis(50);

    private final Duration first;
    private final Duration max;
    private final RandomGenerator random;
    private Duration bound;

    Backoff(Duration first, Duration max, RandomGenerator random) {
        this.first = first;
        this.max = max;
        this.random = random;
        this.bound = first;
    }

    Duration next() {
        Duration drawn = Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
        Duration doubled = bound.multipliedBy(2);
        bound = doubled.compareTo(max) > 0 ? max : doubled;
        return drawn.compareTo(LEAST) < 0 ? LEAST : drawn;
    }

    void reset() {
        bound = first;
    }
}
