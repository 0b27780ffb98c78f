package dev.waybill.message.automatic;

import org.jspecify.annotations.Nullable;

/**
 * Whether a machine sent a mail, and whether one may answer it.
 *
 * @param reason what tells that a machine sent it; null when nothing does
 * @param silence why no automatic answer may be sent; null when one may. What a person writes by hand is not bound by it.
 */
public record Automatic(
        @Nullable AutomaticReason reason, @Nullable AutomaticReason silence) {
    public boolean automatic() {
        return reason != null;
    }

    /** Whether a machine may answer. */
    public boolean mayAnswer() {
        return silence == null;
    }

    /** Whether it answers a mail, rather than being one of a list, a shop, or a monitor. */
    public boolean answersAMail() {
        return reason != null && reason.answersAMail();
    }
}
