package dev.waybill.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/**
 * The log events of a pointer's life: the message is the event's name, the rest are MDC fields ({@code mailbox}, {@code pointer},
 * {@code attempt}, {@code traceId}, {@code reason}). No address, subject or body.
 *
 * <p>When the level is off, an event costs one comparison: no id is hashed, no map is made. Dead letters and crashes are warnings,
 * the rest is information.
 */
public final class QueueEvents {
    private static final String PREFIX = "inbound_email_queue_";

    private final Logger log;
    private final EventLines lines;

    public QueueEvents() {
        this(Logger.getLogger("dev.waybill.queue.events"));
    }

    QueueEvents(Logger log) {
        this.log = log;
        this.lines = new EventLines(log);
    }

    /** A producer's batch was accepted with this pointer in it. */
    public void enqueue(Pointer pointer) {
        if (log.isLoggable(Level.INFO)) {
            String trace = Traceparent.traceId(pointer.traceparent());
            write(Level.INFO, "enqueue", fields(pointer.mailbox().toString(), pointer.id(), trace));
        }
    }

    /** A handler begins with it. */
    public void consumeStart(Claimed claimed) {
        claimed(Level.INFO, "consume_start", claimed, "");
    }

    public void ack(Claimed claimed) {
        claimed(Level.INFO, "ack", claimed, "");
    }

    /** The mail failed. */
    public void retry(Claimed claimed, String reason) {
        claimed(Level.INFO, "retry", claimed, reason);
    }

    /** It is dead. */
    public void deadLetter(Claimed claimed, String reason) {
        claimed(Level.WARN, "dlq", claimed, reason);
    }

    /** It is done without an effect. */
    public void skip(Claimed claimed, String reason) {
        claimed(Level.INFO, "skip", claimed, reason);
    }

    /** The world failed. */
    public void defer(Claimed claimed, String reason) {
        claimed(Level.INFO, "defer", claimed, reason);
    }

    /** A mailbox is held. */
    public void hold(UUID mailbox, String reason) {
        if (log.isLoggable(Level.INFO)) {
            write(Level.INFO, "hold", Map.of("mailbox", mailbox.toString(), "reason", reason));
        }
    }

    /** Expired claims were taken back; {@code pointers} of them moved. */
    public void reclaim(Upkeep.Reclaimed reclaimed) {
        if (reclaimed.pointers() > 0 && log.isLoggable(Level.WARN)) {
            write(Level.WARN, "reclaim", Map.of("pointers", reclaimed.pointers()));
            for (PointerId id : reclaimed.dead()) {
                write(
                        Level.WARN,
                        "dlq",
                        Map.of("mailbox", id.mailbox().value(), "pointer", id.value(), "reason", "crash"));
            }
        }
    }

    private void claimed(Level level, String event, Claimed claimed, String reason) {
        if (!log.isLoggable(level)) {
            return;
        }
        PointerId id = claimed.receipt().id();
        Map<String, Object> fields = switch (claimed) {
            case Claimed.Valid valid -> {
                Pointer pointer = valid.pointer();
                Map<String, Object> all =
                        fields(pointer.mailbox().toString(), id, Traceparent.traceId(pointer.traceparent()));
                all.put("attempt", valid.attempts() + 1);
                yield all;
            }
            case Claimed.Unknown unknown -> fields(id.mailbox().value(), id, "");
            case Claimed.Broken broken -> fields(id.mailbox().value(), id, "");
        };
        if (!reason.isEmpty()) {
            fields.put("reason", reason);
        }
        write(level, event, fields);
    }

    private static Map<String, Object> fields(String mailbox, PointerId id, String traceId) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("mailbox", mailbox);
        fields.put("pointer", id.value());
        if (!traceId.isEmpty()) {
            fields.put("traceId", traceId);
        }
        return fields;
    }

    /** The fields are the line's own and hide the caller's of the same names: a tracer may keep its {@code traceId} there. */
    private void write(Level level, String event, Map<String, Object> fields) {
        ExtLogRecord line = new ExtLogRecord(level, PREFIX + event, QueueEvents.class.getName());
        fields.forEach((name, value) -> line.putMdc(name, value.toString()));
        lines.write(line);
    }
}
