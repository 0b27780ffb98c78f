package dev.waybill.cli.supervisor;

import java.time.Duration;

/** How long a child that died waits before it is started again: 1 s, doubled to 30 s; after a minute of life, 1 s. */
final class Backoff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    Duration after(Duration life) {
        if (life.compareTo(LONG_LIFE) >= 0) {
            next = FIRST;
        }
        Duration pause = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return pause;
    }
}
