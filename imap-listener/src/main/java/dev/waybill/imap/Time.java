package dev.waybill.imap;

import java.time.Duration;
import java.time.Instant;

/** The clock of this service, and its sleep: the one place that touches them, so that tests step both. */
interface Time {
    Instant now();

    void sleep(Duration duration) throws InterruptedException;

    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }
        };
    }
}
