package dev.waybill.queue;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operator's side of the dead-letter queue. Replay and drop are idempotent. */
public interface DeadLetters {
    /** The most that one page may ask for. */
    int MAX_PAGE = 1_000;

    /**
     * Those that match, oldest first, behind a cursor.
     *
     * @param limit 1 to {@link #MAX_PAGE}; a page that looked at very many without a match is shorter and names where to go on
     */
    Page page(DeadLetterFilter filter, DeadLetterCursor from, int limit);

    Optional<DeadLetter> show(PointerId id);

    long count();

    /** Back to their lanes with fresh counts and their history kept; returns what was moved. */
    Set<PointerId> replay(Collection<PointerId> ids);

    /** Forgets them; returns what was dropped. Write the ledger row first. */
    Set<PointerId> drop(Collection<PointerId> ids);

    /** {@code next}: where to go on; empty when nothing more matches. */
    record Page(List<DeadLetter> letters, Optional<DeadLetterCursor> next) {
        public Page {
            letters = List.copyOf(letters);
        }
    }
}
