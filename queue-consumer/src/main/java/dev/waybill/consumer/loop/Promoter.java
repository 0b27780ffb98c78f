package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.Upkeep;
import java.time.Duration;

/** Brings back what is due: delayed pointers and holds that end. Knows when the next falls due, which the doorbell asks. */
final class Promoter implements Rhythm.Step {
    private static final int SLICE = 250;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(20);

    private final Upkeep upkeep;
    private final Pace pace;
    private volatile long next;

    Promoter(Upkeep upkeep, Pace pace) {
        this.upkeep = upkeep;
        this.pace = pace;
        this.next = pace.nanos() + LONGEST.toNanos();
    }

    @Override
    public Duration run() {
        Upkeep.Promoted promoted = upkeep.promote(SLICE);
        boolean more = promoted.pointers() >= SLICE || promoted.holds() >= SLICE;
        Duration wait = more ? SHORTEST : bounded(promoted.nextDue().orElse(LONGEST));
        next = pace.nanos() + wait.toNanos();
        return wait;
    }

    /** How long until something may fall due. */
    Duration untilNext() {
        return Duration.ofNanos(Math.max(0, next - pace.nanos()));
    }

    private static Duration bounded(Duration due) {
        if (due.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return due.compareTo(LONGEST) > 0 ? LONGEST : due;
    }
}
