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

    /**
     * Age of the comparison that is longest ago, of all mailboxes that are not paused; of one that was never compared, the time since it
     * is connected. 0 if there is none.
     */
    double oldestSeconds();

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
}
