package dev.waybill.consumer.ticket;

import dev.waybill.consumer.blob.ContentHash;
import java.util.Map;

/** Where a mail goes: a ticket of its own, or one that is there; and why. */
public sealed interface Placement {
    /** {@code because}: {@code no_reference}, {@code references_unknown} or {@code message_id_reused}. */
    record NewTicket(String because) implements Placement {}

    /** {@code because}: {@code in_reply_to}, {@code references}, or {@code referred_to_before} for a parent that comes late. */
    record Joins(long ticket, String because, ThreadId matched) implements Placement {}

    /** What {@code thread_key} knows of an id. {@code received}: its mail was here; otherwise it was only referred to. */
    record Known(long ticket, boolean received) {}

    /**
     * The rules, first match wins: a reference that is known; the mail's own id, if others referred to it and no mail bore it yet. An
     * own id that another mail bore already proves nothing: broken senders reuse ids.
     */
    public static Placement of(ThreadIds ids, Map<ContentHash, Known> known) {
        for (ThreadIds.Parent parent : ids.parents()) {
            Known match = known.get(parent.id().hash());
            if (match != null) {
                return new Joins(match.ticket(), parent.header(), parent.id());
            }
        }
        ThreadId own = ids.own();
        Known mine = own == null ? null : known.get(own.hash());
        if (own != null && mine != null) {
            return mine.received()
                    ? new NewTicket("message_id_reused")
                    : new Joins(mine.ticket(), "referred_to_before", own);
        }
        return new NewTicket(ids.parents().isEmpty() ? "no_reference" : "references_unknown");
    }
}
