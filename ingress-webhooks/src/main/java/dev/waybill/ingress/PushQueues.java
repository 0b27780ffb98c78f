package dev.waybill.ingress;

import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.InstantSource;

/** The two ways of a push into the queue: with a round trip of its own, or sharing one with those that come at once. */
final class PushQueues {
    /** Some 20 MB of them; a Redis that answers never has so many waiting. */
    private static final int MOST_WAITING = 50_000;

    private final PointerTrip trip;
    private final Duration patience;
    private final Tracer tracer;
    private final IngressMetrics metrics;
    private final InstantSource clock;

    PushQueues(PointerQueue queue, Duration patience, Tracer tracer, IngressMetrics metrics, InstantSource clock) {
        this.trip = pointers -> queue.enqueue(pointers, Priority.LIVE);
        this.patience = patience;
        this.tracer = tracer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** For those who are told what became of their own pointers. */
    NoticeQueue alone() {
        return new TracedQueue(trip, tracer, metrics, clock);
    }

    /** For one provider's pushes: what becomes of the pointers of a trip is counted by provider. */
    NoticeQueue shared() {
        return new TracedQueue(new SharedTrips(trip, patience, MOST_WAITING), tracer, metrics, clock);
    }
}
