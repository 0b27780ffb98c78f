package dev.waybill.consumer.admin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account of a mailbox: where each of its mails is. Outcomes + waiting + in flight + delayed + held + unaccounted = found.
 *
 * @param unaccounted listed by the provider, but neither in the ledger nor in the queue; null when the provider was not asked
 * @param reconciliation how it was compared last, by itself or on demand; {@code unaccounted} is of now
 * @param providerProblem why the provider was not asked, or empty
 */
record AccountView(
        String address,
        String provider,
        String state,
        @Nullable Instant since,
        String lastError,
        @Nullable Instant nextTry,
        long waiting,
        long inFlight,
        long delayed,
        long held,
        Outcomes outcomes,
        long found,
        @Nullable Long unaccounted,
        boolean providerChecked,
        String providerProblem,
        UUID id,
        String tenant,
        List<String> folders,
        Reconciliation reconciliation) {

    /**
     * How the mailbox was compared with the provider last.
     *
     * @param lastAt when a comparison was carried out; null if none was. What follows is of that one
     * @param missingIds the first of the mails that it found missing
     * @param problem why the last one could not be carried out, or empty
     */
    record Reconciliation(
            @Nullable Instant lastAt,
            String reason,
            long missing,
            long enqueued,
            List<String> missingIds,
            String problem,
            @Nullable Instant nextAt) {
        static Reconciliation of(ReconciliationView last) {
            ReportView report = last.report();
            return new Reconciliation(
                    last.lastAt(),
                    last.reason(),
                    report == null ? 0 : report.missing(),
                    report == null ? 0 : report.enqueued(),
                    report == null ? List.of() : report.missingIds(),
                    last.problem(),
                    last.nextAt());
        }
    }

    /** Processed by effect; skipped and dead by reason. */
    record Outcomes(Map<String, Long> processed, Map<String, Long> skipped, Map<String, Long> dead) {
        long total() {
            return sum(processed) + sum(skipped) + sum(dead);
        }

        private static long sum(Map<String, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
