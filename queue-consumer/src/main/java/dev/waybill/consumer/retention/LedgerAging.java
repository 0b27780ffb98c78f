package dev.waybill.consumer.retention;

import java.time.Duration;

/** Old rows of the ledger, oldest first. */
public interface LedgerAging {
    /**
     * Applies the rule to the next rows of at least this age and remembers how far it came, in one transaction: a crash before it
     * changes nothing, after it the rows are behind the mark. While another consumer does the same, nothing is left to do.
     */
    Batch next(RetentionRule rule, Duration age);

    /** {@code more}: there may be more old rows. */
    record Batch(int changed, boolean more) {}
}
