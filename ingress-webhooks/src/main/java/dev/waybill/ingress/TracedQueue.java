package dev.waybill.ingress;

import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.Traceparent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.InstantSource;
import java.util.List;

/** The queue as a push sees it: one batch, which is one span under the request's; its pointers carry the span's context. */
final class TracedQueue implements NoticeQueue {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<Long> COUNT = AttributeKey.longKey("messaging.batch.message_count");

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
                .setAttribute(SYSTEM, "redis")
                .setAttribute(COUNT, (long) notices.size())
                .startSpan();
        try {
            List<Pointer> pointers = pointers(notices, traceparent(span.getSpanContext()));
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

    private List<Pointer> pointers(List<Notice> notices, String traceparent) {
        long now = clock.millis();
        return notices.stream()
                .map(notice -> new Pointer(notice.mailbox(), notice.locator(), now, traceparent))
                .toList();
    }

    /** Of the span itself, which is not made the current one: that costs as much again as the span, and nothing below asks for it. */
    private static String traceparent(SpanContext span) {
        return span.isValid()
                ? Traceparent.of(
                        span.getTraceId(),
                        span.getSpanId(),
                        span.getTraceFlags().asHex())
                : "";
    }
}
