package dev.waybill.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What time does to a queue: leases end, delays fall due. Any instance may do it; two at once do no harm. */
public interface Upkeep {
    /**
     * Takes back whole expired claims, until about {@code pointers} moved.
     *
     * @param maxCrashes dead after this many crashes as the only suspect
     */
    Reclaimed reclaim(int pointers, int maxCrashes);

    /** Moves due pointers to the front of their lanes and ends due holds, at most {@code max} of each. */
    Promoted promote(int max);

    /**
     * {@code dead}: ids that went to the DLQ because they crashed too often alone; {@code nextEnd}: how long until the first of the
     * leases that are left ends, unless it is extended; empty when nothing is leased.
     */
    record Reclaimed(int pointers, List<PointerId> dead, Optional<Duration> nextEnd) {
        public Reclaimed {
            dead = List.copyOf(dead);
        }
    }

    /** {@code nextDue}: how long until something else falls due; empty when nothing waits for time. */
    record Promoted(int pointers, int holds, Optional<Duration> nextDue) {}
}
