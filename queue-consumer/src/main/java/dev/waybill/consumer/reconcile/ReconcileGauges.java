package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.pace.Rhythm;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the last comparisons proved, as gauges. All consumers tell the same, from PostgreSQL; while it does not answer, none tells
 * anything. Of many mailboxes the worst are told one by one, so that the page stays small.
 */
public final class ReconcileGauges implements Rhythm.Step {
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final int MOST = 500;

    private final ReconcileStates states;
    private final MultiGauge unaccounted;
    private final MultiGauge last;
    private volatile double oldestSeconds = Double.NaN;

    public ReconcileGauges(ReconcileStates states, MeterRegistry registry) {
        this.states = states;
        unaccounted = MultiGauge.builder("waybill.unaccounted.messages")
                .description("Mails that the last comparison of a mailbox found missing and no later one has seen yet")
                .register(registry);
        last = MultiGauge.builder("waybill.reconcile.last.timestamp.seconds")
                .description("When a mailbox was compared with the ledger last, to the end")
                .register(registry);
        Gauge.builder("waybill.reconcile.oldest.seconds", () -> oldestSeconds)
                .description("Age of the comparison that is longest ago, over all mailboxes that are not paused")
                .register(registry);
    }

    @Override
    public Duration run() {
        List<Row<?>> missing = new ArrayList<>();
        List<Row<?>> compared = new ArrayList<>();
        try {
            oldestSeconds = states.oldestSeconds();
            for (ReconcileStates.Proof proof : states.proofs(MOST)) {
                Tags tags = Tags.of(
                        "provider", proof.provider(), "mailbox", proof.mailbox().toString());
                missing.add(Row.of(tags, proof.missing()));
                if (proof.wholeAt() != null) {
                    compared.add(Row.of(tags, proof.wholeAt().getEpochSecond()));
                }
            }
        } catch (DatabaseUnavailableException e) {
            oldestSeconds = Double.NaN;
            missing.clear();
            compared.clear();
        }
        unaccounted.register(missing, true);
        last.register(compared, true);
        return INTERVAL;
    }
}
