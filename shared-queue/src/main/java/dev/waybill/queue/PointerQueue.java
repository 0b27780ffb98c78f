package dev.waybill.queue;

import java.util.List;
import java.util.Optional;

/**
 * The producer's side of the queue.
 *
 * <p>An enqueue that returned is in Redis. A batch is one script: after a crash it is there whole or not at all. Sending it again
 * changes nothing, because identities coalesce.
 */
public interface PointerQueue {
    /** The most pointers that one batch may hold. */
    int MAX_BATCH = 1_000;

    /**
     * Puts a batch into the queue in one round trip.
     *
     * @throws QueueFullException Redis is at {@code maxmemory}; nothing was written
     * @throws QueueUnavailableException Redis did not answer in time; the batch may or may not be there: send it again
     */
    Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority);

    /** As {@link #enqueue(List, Priority)}, and moves a position with it, or refuses the whole batch. The batch may be empty. */
    Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move);

    /** How far a folder was enqueued; empty when Redis knows nothing of it (new, or wiped). */
    Optional<String> position(String field);
}
