package dev.waybill.ingress.push;

import dev.waybill.queue.Enqueue;
import java.util.List;

/** The queue as a push sees it. */
@FunctionalInterface
public interface NoticeQueue {
    /**
     * Puts all of them into the queue in one round trip.
     *
     * @throws dev.waybill.queue.QueueException nothing is promised; the sender has to repeat the push
     */
    Enqueue.Accepted enqueue(List<Notice> notices);
}
