package dev.waybill.ingress;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import java.util.List;

/** The way of a push's pointers into the queue. */
@FunctionalInterface
interface PointerTrip {
    /**
     * Returns when all of them are in Redis.
     *
     * @throws dev.waybill.queue.QueueException nothing is promised; the sender has to repeat the push
     */
    Enqueue.Accepted make(List<Pointer> pointers);
}
