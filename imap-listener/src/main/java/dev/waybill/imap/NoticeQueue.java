package dev.waybill.imap;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueEvents;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The queue as the watchers see it: UIDs go in; each batch is one span, whose context its pointers carry, and is measured. */
final class NoticeQueue {
    private final PointerQueue queue;
    private final Tracer tracer;
    private final ListenerMetrics metrics;
    private final Time time;
    private final QueueEvents events = new QueueEvents();

    NoticeQueue(PointerQueue queue, Tracer tracer, ListenerMetrics metrics, Time time) {
        this.queue = queue;
        this.tracer = tracer;
        this.metrics = metrics;
        this.time = time;
    }

    Optional<String> position(String field) {
        return queue.position(field);
    }

    /** Moves a position without a pointer: nothing in scope exists up to there. */
    Enqueue move(PositionMove move) {
        return queue.enqueue(List.of(), Priority.BACKFILL, move);
    }

    /** Asks for the mailbox to be compared with the ledger, from where it is known complete. */
    void compare(UUID mailbox, String reason) {
        Pointer pointer = new Pointer(
                mailbox,
                new Locator.Reconcile(Long.MAX_VALUE, reason),
                time.now().toEpochMilli(),
                "");
        var _ = queue.enqueue(List.of(pointer), Priority.BACKFILL);
    }

    Enqueue enqueue(Notice notice, PositionMove move) {
        Span span = tracer.spanBuilder("inbound_email_queue_enqueue")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "redis")
                .setAttribute("messaging.batch.message_count", notice.uids().size())
                .setAttribute("waybill.mailbox", notice.mailbox().toString())
                .startSpan();
        try {
            List<Pointer> pointers = pointers(notice, traceparent(span.getSpanContext()));
            Enqueue result = metrics.timed(() -> queue.enqueue(pointers, notice.priority(), move));
            switch (result) {
                case Enqueue.Accepted accepted -> {
                    metrics.accepted(notice.priority(), accepted);
                    pointers.forEach(events::enqueue);
                }
                case Enqueue.PositionMismatch mismatch -> span.addEvent("position_mismatch");
            }
            return result;
        } catch (QueueException e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, "not enqueued");
            throw e;
        } finally {
            span.end();
        }
    }

    private List<Pointer> pointers(Notice notice, String traceparent) {
        long now = time.now().toEpochMilli();
        return notice.uids().stream()
                .map(uid -> new Pointer(
                        notice.mailbox(),
                        new Locator.Imap(notice.folder(), notice.uidValidity(), uid),
                        now,
                        traceparent))
                .toList();
    }

    private static String traceparent(SpanContext span) {
        return span.isValid()
                ? Traceparent.of(
                        span.getTraceId(),
                        span.getSpanId(),
                        span.getTraceFlags().asHex())
                : "";
    }

    /** UIDs of one folder that were noticed, at most one page of them. */
    record Notice(UUID mailbox, String folder, long uidValidity, List<Long> uids, Priority priority) {
        Notice {
            uids = List.copyOf(uids);
        }
    }
}
