package dev.waybill.consumer.pace;

import java.time.Duration;
import java.time.Instant;

/** Time that only moves when told to, or when somebody sleeps. */
public final class SteppedPace implements Pace {
    private long nanos = 1_000_000_000_000L;
    private Instant now = Instant.parse("2026-11-01T12:00:00Z");

    public synchronized void step(Duration time) {
        nanos += time.toNanos();
        now = now.plus(time);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        step(duration);
    }
}
