package dev.waybill.imap;

import java.time.Duration;
import java.time.Instant;

/** The clock of this service, and its sleep: the one place that touches them, so that tests step both. */
interface Time {
    Instant now();

    /** A clock that nobody sets, for time limits. */
    long nanos();

    void sleep(Duration duration) throws InterruptedException;

    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
