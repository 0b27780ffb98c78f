package dev.waybill.queue;

/**
 * A consumer that holds claims.
 *
 * @param pointers how many of them are not settled
 * @param oldestClaimMillis since when it holds the oldest
 * @param overdue claims whose lease has ended and that nobody took back yet
 */
public record ClaimHolder(String consumer, long claims, long pointers, long oldestClaimMillis, long overdue) {
    /** The same consumer's claims in another shard. */
    public ClaimHolder plus(ClaimHolder other) {
        return new ClaimHolder(
                consumer,
                claims + other.claims,
                pointers + other.pointers,
                Math.max(oldestClaimMillis, other.oldestClaimMillis),
                overdue + other.overdue);
    }
}
