package dev.waybill.consumer.observe;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One span a flight, child of the span that enqueued the pointer: listener or ingress, queue and consumer are one trace. */
final class PointerSpans {
    private final Tracer tracer;
    private final Map<Receipt, Span> open = new ConcurrentHashMap<>();

    PointerSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Begins the span and tells the flight its trace. */
    void begin(Flight flight) {
        String traceparent = flight.claimed() instanceof Claimed.Valid valid
                ? valid.pointer().traceparent()
                : "";
        Span span = tracer.spanBuilder("process pointer")
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent(traceparent))
                .setAttribute("waybill.pointer", flight.receipt().id().value())
                .startSpan();
        if (flight.claimed() instanceof Claimed.Valid valid) {
            span.setAttribute("waybill.mailbox", valid.pointer().mailbox().toString());
            span.setAttribute("waybill.kind", valid.pointer().locator().kind());
            span.setAttribute("waybill.attempt", valid.attempts() + 1);
        }
        open.put(flight.receipt(), span);
        if (span.getSpanContext().isValid()) {
            flight.traceId(span.getSpanContext().getTraceId());
        } else if (!traceparent.isEmpty()) {
            flight.traceId(Traceparent.traceId(traceparent));
        }
    }

    void end(Flight flight, String how, String reason, boolean failed) {
        Span span = open.remove(flight.receipt());
        if (span != null) {
            span.setAttribute("waybill.settled", how);
            if (!reason.isEmpty()) {
                span.setAttribute("waybill.reason", reason);
            }
            if (failed) {
                span.setStatus(StatusCode.ERROR, reason);
            }
            span.end();
        }
    }

    private static Context parent(String traceparent) {
        if (traceparent.isEmpty()) {
            return Context.root();
        }
        SpanContext remote = SpanContext.createFromRemoteParent(
                Traceparent.traceId(traceparent),
                Traceparent.parentId(traceparent),
                TraceFlags.fromHex(Traceparent.flags(traceparent), 0),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }
}
