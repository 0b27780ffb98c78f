package dev.waybill.ingress;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The queue as a push sees it: one batch, which is one span under the request's; its pointers carry the span's context. */
final class TracedQueue {
    private final PointerQueue queue;
    private final Tracer tracer;
    private final IngressMetrics metrics;
    private final InstantSource clock;
    private final QueueEvents events = new QueueEvents();

    TracedQueue(PointerQueue queue, Tracer tracer, IngressMetrics metrics, InstantSource clock) {
        this.queue = queue;
        this.tracer = tracer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Enqueues the mails, each of the mailbox at the same place in the other list. */
    Enqueue.Accepted enqueue(List<UUID> mailboxes, List<ImapPush.Mail> mails) {
        Span span = tracer.spanBuilder("inbound_email_queue_enqueue")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "redis")
                .setAttribute("messaging.batch.message_count", mails.size())
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            List<Pointer> pointers = pointers(mailboxes, mails);
            Enqueue.Accepted accepted = metrics.timed(() -> queue.enqueue(pointers, Priority.LIVE));
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

    private List<Pointer> pointers(List<UUID> mailboxes, List<ImapPush.Mail> mails) {
        long now = clock.millis();
        String traceparent = traceparent();
        List<Pointer> pointers = new ArrayList<>(mails.size());
        for (int i = 0; i < mails.size(); i++) {
            Locator locator = mails.get(i).locator();
            pointers.add(new Pointer(mailboxes.get(i), locator, now, traceparent));
        }
        return pointers;
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
