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
        List<String> folders) {

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
