package dev.waybill.consumer.reconcile;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Instant;
import java.util.Optional;

/** Compares a mailbox with the ledger while the caller waits. */
@FunctionalInterface
public interface Comparison {
    /** {@code since}: as {@link Reconciler#compare} takes it; a dry run changes nothing. */
    ReconcileReport compare(Mailbox mailbox, Optional<Instant> since, boolean dryRun, Runnable progress)
            throws MailboxAccessException;
}
