package dev.waybill.queue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operator's side of the dead-letter queue. Replay and drop are idempotent. */
public interface DeadLetters {
    /** Oldest first, from {@code offset}, at most {@code limit} (1 to 1,000). Filters are the caller's. */
    List<DeadLetter> list(long offset, int limit);

    Optional<DeadLetter> show(PointerId id);

    long count();

    /** Back to their lanes with fresh counts and their history kept; returns what was moved. */
    Set<PointerId> replay(Collection<PointerId> ids);

    /** Forgets them; returns what was dropped. Write the ledger row first. */
    Set<PointerId> drop(Collection<PointerId> ids);
}
