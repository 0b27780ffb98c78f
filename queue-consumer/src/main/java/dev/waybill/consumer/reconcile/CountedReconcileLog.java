package dev.waybill.consumer.reconcile;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Counts what comparisons of this process came to, beside what is remembered of them. */
public final class CountedReconcileLog implements ReconcileLog {
    private final ReconcileLog log;
    private final Counter carriedOut;
    private final Counter failed;
    private final Counter putOff;
    private final Counter missing;

    public CountedReconcileLog(ReconcileLog log, MeterRegistry registry) {
        this.log = log;
        carriedOut = comparisons(registry, "carried_out");
        failed = comparisons(registry, "failed");
        putOff = comparisons(registry, "put_off");
        missing = Counter.builder("waybill.reconcile.missing")
                .description("Mails that a comparison found in neither the ledger nor the queue, and enqueued")
                .register(registry);
    }

    private static Counter comparisons(MeterRegistry registry, String outcome) {
        return Counter.builder("waybill.reconcile.comparisons")
                .description("Mailboxes compared with the ledger, by how it ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public Optional<Instant> completeAt(UUID mailbox) {
        return log.completeAt(mailbox);
    }

    @Override
    public void started(UUID mailbox, String reason) {
        log.started(mailbox, reason);
    }

    @Override
    public void progressed(UUID mailbox, long found) {
        log.progressed(mailbox, found);
    }

    @Override
    public void finished(UUID mailbox, ReconcileReport report) {
        log.finished(mailbox, report);
        carriedOut.increment();
        missing.increment((double) report.total().missing());
    }

    @Override
    public void failed(UUID mailbox, String problem) {
        log.failed(mailbox, problem);
        failed.increment();
    }

    @Override
    public int putOff(UUID mailbox, String problem) {
        int inARow = log.putOff(mailbox, problem);
        putOff.increment();
        return inARow;
    }
}
