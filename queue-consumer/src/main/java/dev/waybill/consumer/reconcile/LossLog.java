package dev.waybill.consumer.reconcile;

import dev.waybill.queue.QueueEpoch;
import java.time.Duration;
import java.util.function.Supplier;

/** What the consumers remember of the queue's Redis. May throw DatabaseUnavailableException. */
public interface LossLog {
    /**
     * Reads the epoch of a queue, while no other consumer does, and remembers it. If Redis has lost something since it was read last,
     * every mailbox is due, spread over {@code spread}.
     */
    Finding look(String queue, Supplier<QueueEpoch> read, Duration spread);

    /** What a look found. */
    enum Finding {
        /** Nothing was known of this queue. */
        FIRST,
        NOTHING_LOST,
        LOST,
        /** Another consumer looks, or did a moment ago. */
        NOT_OURS
    }
}
