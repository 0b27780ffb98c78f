package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.function.Consumer;

/** Takes back the claims of consumers that died: a bounded slice a call, off the claim path; at once again while there is more. */
final class Reclaimer implements Rhythm.Step {
    private static final int SLICE = 250;
    /** With its jitter below a second: what a dead consumer held is claimed again at most a second after its lease. */
    private static final Duration INTERVAL = Duration.ofMillis(800);

    private static final Duration AT_ONCE = Duration.ofMillis(5);

    private final Upkeep upkeep;
    private final int maxCrashes;
    private final Journal journal;
    private final Consumer<PointerId> onDead;

    Reclaimer(Upkeep upkeep, int maxCrashes, Journal journal, Consumer<PointerId> onDead) {
        this.upkeep = upkeep;
        this.maxCrashes = maxCrashes;
        this.journal = journal;
        this.onDead = onDead;
    }

    @Override
    public Duration run() {
        Upkeep.Reclaimed reclaimed = upkeep.reclaim(SLICE, maxCrashes);
        if (reclaimed.pointers() == 0 && reclaimed.dead().isEmpty()) {
            return INTERVAL;
        }
        journal.note(new Journal.Step.Reclaimed(reclaimed));
        reclaimed.dead().forEach(onDead);
        return AT_ONCE;
    }
}
