package dev.waybill.queue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Holds mailboxes: their pointers wait in their lanes, nothing is acked away. A hold never shortens one. */
public interface Holds {
    /** Throttled or without credential: held for this long by the server's clock. */
    void hold(UUID mailbox, Duration duration, String reason);

    /** Held by a person, until {@link #resume}. */
    void holdUntilResumed(UUID mailbox, String reason);

    /** Ends a hold; false if there was none. */
    boolean resume(UUID mailbox);

    /** At most this many pointers of the mailbox are ready or in flight at a time (at least 1). */
    void setLimit(UUID mailbox, int limit);

    List<Hold> held();

    /** {@code untilMillis}: server time, or {@link Long#MAX_VALUE} for "until resumed". */
    record Hold(MailboxKey mailbox, long untilMillis, String reason) {}
}
