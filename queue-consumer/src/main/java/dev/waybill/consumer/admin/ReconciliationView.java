package dev.waybill.consumer.admin;

import dev.waybill.consumer.reconcile.ReconcileState;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Place;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How comparing a mailbox stands.
 *
 * @param begun comparisons that began, ever
 * @param ended the number of the last one that ended, well or not
 * @param reason why the last one was asked for
 * @param progress mails listed so far by the one that runs
 * @param problem why the last one could not be carried out, or empty
 * @param queued where in the queue the pointer is that asks for the next one; null if none does
 * @param lastAt when one was carried out last; the report is of that one
 * @param nextAt when the schedule asks for the next one
 */
record ReconciliationView(
        UUID mailbox,
        String address,
        long begun,
        long ended,
        boolean running,
        String reason,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        long progress,
        String problem,
        @Nullable String queued,
        @Nullable Instant lastAt,
        @Nullable Instant nextAt,
        @Nullable ReportView report) {

    static ReconciliationView of(Mailbox mailbox, Optional<ReconcileState> known, @Nullable Place place) {
        String queued = place == null ? null : place.name().toLowerCase(Locale.ROOT);
        return known.map(s -> new ReconciliationView(
                        mailbox.id(),
                        mailbox.address(),
                        s.begun(),
                        s.ended(),
                        s.running(),
                        s.reason(),
                        s.startedAt(),
                        s.endedAt(),
                        s.progress(),
                        s.problem(),
                        queued,
                        s.wholeAt(),
                        s.nextAt(),
                        s.lastReport().map(ReportView::of).orElse(null)))
                .orElseGet(() -> new ReconciliationView(
                        mailbox.id(), mailbox.address(), 0, 0, false, "", null, null, 0, "", queued, null, null, null));
    }
}
