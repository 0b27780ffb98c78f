package dev.waybill.imap;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that only moves when somebody sleeps on it or a test steps it. Nobody waits for real. */
final class SteppedTime implements Time {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> slept = new CopyOnWriteArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(START, now()).toNanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        slept.add(duration);
        step(duration);
    }

    synchronized void step(Duration duration) {
        now = now.plus(duration);
    }

    /** How long each sleep was. */
    List<Duration> slept() {
        return List.copyOf(slept);
    }
}
