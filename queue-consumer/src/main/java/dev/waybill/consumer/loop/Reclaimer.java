package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes back the claims of consumers that died: a bounded slice a call, off the claim path; at once again while there is more, else
 * when the first of the leases that are left ends. A lease that begins meanwhile ends no sooner than one of ours would, as long as
 * all consumers lease for the same time; a shorter one of another consumer waits for ours at most.
 */
final class Reclaimer implements Rhythm.Step {
    private static final int SLICE = 250;
    /** What a dead consumer held is claimed again at most a second after its lease: this, and what the calls take. */
    private static final Duration SOONEST = Duration.ofMillis(250);

    private static final Duration AT_ONCE = Duration.ofMillis(5);

    private final Upkeep upkeep;
    private final int maxCrashes;
    private final Duration lease;
    private final Journal journal;
    private final Consumer<PointerId> onDead;

    Reclaimer(Upkeep upkeep, int maxCrashes, Duration lease, Journal journal, Consumer<PointerId> onDead) {
        this.upkeep = upkeep;
        this.maxCrashes = maxCrashes;
        this.lease = lease;
        this.journal = journal;
        this.onDead = onDead;
    }

    @Override
    public Duration run() {
        Upkeep.Reclaimed reclaimed = upkeep.reclaim(SLICE, maxCrashes);
        if (reclaimed.pointers() == 0 && reclaimed.dead().isEmpty()) {
            return untilNext(reclaimed.nextEnd().orElse(lease));
        }
        journal.note(new Journal.Step.Reclaimed(reclaimed));
        reclaimed.dead().forEach(onDead);
        return AT_ONCE;
    }

    private Duration untilNext(Duration end) {
        Duration wait = end.compareTo(lease) < 0 ? end : lease;
        return wait.compareTo(SOONEST) < 0 ? SOONEST : wait;
    }
}
