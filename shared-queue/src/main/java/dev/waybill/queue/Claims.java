package dev.waybill.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/**
 * The consumer's side of the queue. Only the holder of the current token settles a pointer; a stale holder is told so and changes
 * nothing. "Stale" after a call that timed out means unknown, not failed: the first call may have worked.
 *
 * <p>Every verb may throw {@link QueueUnavailableException}; sending it again is always safe.
 */
public interface Claims {
    /** The most pointers that one claim may ask for. */
    int MAX_CLAIM = 250;

    /**
     * Leases up to {@code max} pointers, oldest first.
     *
     * @param consumer name of this process, for the operator
     * @param takeSuspect whether this consumer would take one suspect (a pointer that crashed twice), alone
     */
    Claim claim(int max, Duration lease, String consumer, boolean takeSuspect);

    /** Extends the lease of whole claims; returns the tokens that are lost, whose handlers must stop. */
    Set<Token> extend(Collection<Token> tokens, Duration lease);

    /** Done: forget these pointers. Returns the stale ones. */
    Set<Receipt> ack(Collection<Receipt> receipts);

    /** The mail failed: attempts + 1, back after the delay, or dead at {@code maxAttempts}. */
    Retried retry(Receipt receipt, Duration delay, Failure failure, int maxAttempts);

    /** The world failed: back after the delay; counts nothing. Returns the stale ones. */
    Set<Receipt> defer(Collection<Receipt> receipts, Duration delay, Failure failure);

    /** What no retry can heal and no skip may hide. Returns false if stale. */
    boolean deadLetter(Receipt receipt, Failure failure);

    /** Gives pointers back untouched, to the front of their lanes. Returns the stale ones. */
    Set<Receipt> release(Collection<Receipt> receipts);

    /** What a retry led to. */
    enum Retried {
        DELAYED,
        DEAD,
        STALE
    }
}
