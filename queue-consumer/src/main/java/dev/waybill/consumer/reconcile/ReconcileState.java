package dev.waybill.consumer.reconcile;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How comparing a mailbox stands.
 *
 * @param begun comparisons that began, ever
 * @param ended the number of the last one that ended, well or not; a lower one than {@code begun} runs, or died with its consumer
 * @param progress mails listed so far by the one that runs
 * @param problem why the last one could not be carried out, or empty
 * @param wholeAt when the last one was carried out, which {@code report} is of
 * @param nextAt when the schedule has it compared again
 */
public record ReconcileState(
        UUID mailbox,
        long begun,
        long ended,
        @Nullable Instant startedAt,
        String reason,
        long progress,
        @Nullable Instant endedAt,
        String problem,
        @Nullable Instant wholeAt,
        @Nullable ReconcileReport report,
        @Nullable Instant completeAt,
        Instant nextAt) {
    public boolean running() {
        return ended < begun;
    }

    public Optional<ReconcileReport> lastReport() {
        return Optional.ofNullable(report);
    }
}
