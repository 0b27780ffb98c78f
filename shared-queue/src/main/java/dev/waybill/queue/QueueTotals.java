package dev.waybill.queue;

/**
 * Pointers since the queue began, or since Redis lost it. They only rise: one that fell tells that Redis fell back.
 *
 * @param enqueued new to the queue; what coalesced does not count
 * @param retried failures that will be tried again
 * @param died entries of the DLQ, those that left it included
 */
public record QueueTotals(long enqueued, long acked, long retried, long died) {
    /** Of two shards together. */
    public QueueTotals plus(QueueTotals other) {
        return new QueueTotals(
                enqueued + other.enqueued, acked + other.acked, retried + other.retried, died + other.died);
    }
}
