package dev.waybill.queue;

import java.util.UUID;

/**
 * What travels through the queue instead of a mail: which mailbox, and where in it. Never a subject, an address or a body.
 *
 * @param enqueuedAt epoch milliseconds at the producer; for people and latency figures, never for decisions
 * @param traceparent W3C trace context (version 00), or empty when the producer had none
 */
public record Pointer(UUID mailbox, Locator locator, long enqueuedAt, String traceparent) {
    public Pointer {
        Check.range("enqueuedAt", enqueuedAt, 0, 253_402_300_799_999L);
        if (!traceparent.isEmpty() && !Traceparent.hasForm(traceparent)) {
            throw new InvalidPointerException("traceparent", "is not a W3C traceparent");
        }
    }

    /** The same identity always gives the same id, whatever the hints, the time and the trace. */
    public PointerId id() {
        return PointerId.of(mailbox, locator);
    }
}
