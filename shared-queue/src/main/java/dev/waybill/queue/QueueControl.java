package dev.waybill.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The operator's view of the queue, and its switch. */
public interface QueueControl {
    QueueStats stats();

    /** What went through it. */
    QueueTotals totals();

    /** Counts of one mailbox; walks the in-flight and delayed sets in slices, so for people, not for the hot path. */
    MailboxStats mailbox(UUID mailbox);

    /** The mailboxes with most waiting. Walks over those that have anything to do, so for people. */
    Busiest busiest(int most);

    /** Who holds how much. Walks over the claims, so for people. */
    List<ClaimHolder> consumers();

    /** Where each of these is; those that the queue does not know are left out. */
    Map<PointerId, Place> places(Collection<PointerId> ids);

    /** No claim succeeds until {@link #resume}; what is in flight goes on. False if it was paused already. */
    boolean pause(String by);

    boolean resume();

    /** {@code waiting} includes what is ready or landing. */
    record MailboxStats(long waiting, long inFlight, long delayed, long dead, boolean held) {}
}
