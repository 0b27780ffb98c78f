package dev.waybill.queue;

import java.util.UUID;

/**
 * What travels through the queue instead of a mail: which mailbox, and where in it. Never a subject, an address or a body.
 *
 * @param enqueuedAt epoch milliseconds at the producer; for people and latency figures, never for decisions
 * @param traceparent W3C trace context (version 00), or empty when the producer had none
 */
public record Pointer(UUID mailbox, Locator locator, long enqueuedAt, String traceparent) {
    private static final String TRACEPARENT = "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx";

    public Pointer {
        Check.range("enqueuedAt", enqueuedAt, 0, 253_402_300_799_999L);
        if (!traceparent.isEmpty() && !isTraceparent(traceparent)) {
            throw new InvalidPointerException("traceparent", "is not a W3C traceparent");
        }
    }

    /** By hand, because it is looked at several times on a pointer's way. */
    private static boolean isTraceparent(String text) {
        if (text.length() != TRACEPARENT.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (TRACEPARENT.charAt(i) == 'x' ? !hex : c != '-') {
                return false;
            }
        }
        return true;
    }

    /** The same identity always gives the same id, whatever the hints, the time and the trace. */
    public PointerId id() {
        return PointerId.of(mailbox, locator);
    }
}
