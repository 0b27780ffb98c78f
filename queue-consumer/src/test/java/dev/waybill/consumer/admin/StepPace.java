package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that only moves while somebody sleeps, and lets something happen meanwhile. */
final class StepPace implements Pace {
    private Instant now;
    private long nanos;
    private Runnable meanwhile = () -> {};
    final List<Duration> slept = new ArrayList<>();

    StepPace(Instant now) {
        this.now = now;
    }

    void meanwhile(Runnable something) {
        meanwhile = something;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        slept.add(duration);
        now = now.plus(duration);
        nanos += duration.toNanos();
        meanwhile.run();
    }
}
