package dev.waybill.consumer.pace;

import java.time.Duration;
import java.time.Instant;

/** The machine's own clocks. */
public final class SystemPace implements Pace {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
