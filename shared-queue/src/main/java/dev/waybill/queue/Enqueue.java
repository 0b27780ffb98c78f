package dev.waybill.queue;

/** What became of a batch. */
public sealed interface Enqueue {

    /**
     * The batch is in Redis.
     *
     * @param queued new pointers, now waiting
     * @param coalesced the identity waits already (or came twice in this batch)
     * @param again the identity is in flight; it runs once more after the flight
     * @param dead the identity lies in the DLQ and stays there until an operator replays it
     */
    record Accepted(int queued, int coalesced, int again, int dead) implements Enqueue {}

    /** Nothing was written: the position is not the expected one. Re-read from {@code complete_until}. */
    record PositionMismatch(String current) implements Enqueue {}
}
