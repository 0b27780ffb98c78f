package dev.waybill.consumer.admin;

import dev.waybill.consumer.reconcile.Comparison;
import dev.waybill.consumer.reconcile.ReconcileReport;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Compares mailboxes while somebody waits, and changes nothing. A few at a time: each takes a connection to the provider. */
@Singleton
final class DryComparisons {
    private static final int PLACES = 4;

    private final Comparison comparison;
    private final Semaphore places = new Semaphore(PLACES);

    DryComparisons(Comparison comparison) {
        this.comparison = comparison;
    }

    ReconcileReport of(Mailbox mailbox, Optional<Instant> since) {
        if (!places.tryAcquire()) {
            throw Refusal.busy(PLACES + " mailboxes are being compared for somebody already; try again in a minute");
        }
        try {
            return comparison.compare(mailbox, since, true, () -> {});
        } catch (MailboxAccessException e) {
            String sentence = mailbox.address() + " cannot be compared now: " + e.getMessage();
            throw e.failureClass() == FailureClass.CREDENTIAL || e.failureClass() == FailureClass.PERMANENT
                    ? Refusal.notUsable(sentence)
                    : Refusal.unavailable(sentence, e);
        } finally {
            places.release();
        }
    }
}
