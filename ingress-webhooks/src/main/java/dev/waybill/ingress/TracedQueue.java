package dev.waybill.ingress;

import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.QueueException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The queue as a push sees it: one batch, which is one span under the request's; its pointers carry the span's context. */
final class TracedQueue implements NoticeQueue {
    private final PointerTrip trip;
    private final Tracer tracer;
    private final IngressMetrics metrics;
    private final InstantSource clock;
    private final QueueEvents events = new QueueEvents();

    TracedQueue(PointerTrip trip, Tracer tracer, IngressMetrics metrics, InstantSource clock) {
        this.trip = trip;
        this.tracer = tracer;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Enqueue.Accepted enqueue(List<Notice> notices) {
        Span span = tracer.spanBuilder("inbound_email_queue_enqueue")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "redis")
                .setAttribute("messaging.batch.message_count", notices.size())
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            List<Pointer> pointers = pointers(notices);
            Enqueue.Accepted accepted = metrics.timed(() -> trip.make(pointers));
            pointers.forEach(events::enqueue);
            return accepted;
        } catch (QueueException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, "not enqueued");
            throw e;
        } finally {
            span.end();
        }
    }

    private List<Pointer> pointers(List<Notice> notices) {
        long now = clock.millis();
        String traceparent = traceparent();
        return notices.stream()
                .map(notice -> new Pointer(notice.mailbox(), notice.locator(), now, traceparent))
                .toList();
    }

    private static String traceparent() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.getOrDefault("traceparent", "");
    }
}
