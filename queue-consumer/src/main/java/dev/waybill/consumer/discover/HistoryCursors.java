package dev.waybill.consumer.discover;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the history of each Gmail mailbox was read. Everything up to a cursor has been in the queue. May throw
 * DatabaseUnavailableException.
 */
public interface HistoryCursors {
    Optional<Cursor> find(UUID mailbox);

    /** The first cursor of a mailbox; one that somebody else made meanwhile stays. */
    void begin(UUID mailbox, BigInteger historyId);

    /** Moves it forward, never back; whoever read from the same place may be further already. */
    void advance(Cursor from, BigInteger historyId);

    /** Puts it anywhere, behind a list of the whole mailbox; false if it is not where the list began. */
    boolean restart(Cursor from, BigInteger historyId);

    /** {@code completeAt}: when everything up to it was last known to be in the queue, by PostgreSQL's clock. */
    record Cursor(UUID mailbox, BigInteger historyId, Instant completeAt) {}
}
