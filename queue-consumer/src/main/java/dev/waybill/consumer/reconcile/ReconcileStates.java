package dev.waybill.consumer.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what is remembered of comparisons, for people and metrics. May throw DatabaseUnavailableException. */
public interface ReconcileStates {
    /** Empty for a mailbox that the agenda does not know yet. */
    Optional<ReconcileState> find(UUID mailbox);

    /** Of all mailboxes that are not paused, the worst first: most missing, then compared longest ago. At most {@code most}. */
    List<Proof> proofs(int most);

    /** All mailboxes that are not paused, together. */
    Sum sum();

    /**
     * What the last comparison of a mailbox proved.
     *
     * @param missing mails that it found missing and no later one has seen yet
     * @param wholeAt null if there was none
     */
    record Proof(
            UUID mailbox,
            String provider,
            long missing,
            @Nullable Instant wholeAt) {}

    /**
     * What the last comparisons proved.
     *
     * @param oldestSeconds age of the comparison that is longest ago; of a mailbox that was never compared, since it is known here
     */
    record Sum(long missing, double oldestSeconds) {}
}
