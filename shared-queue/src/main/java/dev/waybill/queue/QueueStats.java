package dev.waybill.queue;

/**
 * The queue at a moment.
 *
 * @param waiting in lanes (live and backfill), below their mailbox's turn
 * @param ready claimable now
 * @param landing taken from ready by a blocked consumer, not leased yet; normally 0
 * @param oldestReadyMillis age of the oldest claimable pointer, 0 if none
 * @param overdueLeases claims whose lease ended and that nobody has reclaimed yet
 */
public record QueueStats(
        boolean paused,
        long waiting,
        long ready,
        long landing,
        long inFlight,
        long delayed,
        long suspects,
        long dead,
        long heldMailboxes,
        long activeMailboxes,
        long claims,
        long overdueLeases,
        long oldestReadyMillis,
        long oldestDeadMillis) {
    /** Of two shards together. */
    public QueueStats plus(QueueStats other) {
        return new QueueStats(
                paused || other.paused,
                waiting + other.waiting,
                ready + other.ready,
                landing + other.landing,
                inFlight + other.inFlight,
                delayed + other.delayed,
                suspects + other.suspects,
                dead + other.dead,
                heldMailboxes + other.heldMailboxes,
                activeMailboxes + other.activeMailboxes,
                claims + other.claims,
                overdueLeases + other.overdueLeases,
                Math.max(oldestReadyMillis, other.oldestReadyMillis),
                Math.max(oldestDeadMillis, other.oldestDeadMillis));
    }
}
