package dev.waybill.consumer.observe;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueStats;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The queue's numbers as gauges, read every few seconds; not a number while Redis does not answer. */
public final class QueueGauges implements Rhythm.Step {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    /** The oldest waiting pointer costs a walk over the mailboxes at work, so it is looked for every half a minute only. */
    private static final int READS_A_WALK = 6;

    private final QueueControl control;
    private final AtomicReference<@Nullable QueueStats> latest = new AtomicReference<>();
    private volatile double oldestWaitingSeconds = Double.NaN;
    private int reads;

    public QueueGauges(QueueControl control, MeterRegistry registry) {
        this.control = control;
        pointers(registry, "waiting", QueueStats::waiting);
        pointers(registry, "ready", QueueStats::ready);
        pointers(registry, "landing", QueueStats::landing);
        pointers(registry, "in_flight", QueueStats::inFlight);
        pointers(registry, "delayed", QueueStats::delayed);
        pointers(registry, "suspect", QueueStats::suspects);
        pointers(registry, "dead", QueueStats::dead);
        gauge(registry, "waybill.queue.oldest.ready", s -> s.oldestReadyMillis() / 1000.0);
        gauge(registry, "waybill.queue.oldest.dead", s -> s.oldestDeadMillis() / 1000.0);
        gauge(registry, "waybill.queue.oldest.waiting", s -> oldestWaitingSeconds);
        gauge(registry, "waybill.queue.active.mailboxes", QueueStats::activeMailboxes);
        gauge(registry, "waybill.queue.claims", QueueStats::claims);
        gauge(registry, "waybill.queue.held.mailboxes", QueueStats::heldMailboxes);
        gauge(registry, "waybill.queue.overdue.leases", QueueStats::overdueLeases);
        gauge(registry, "waybill.queue.paused", s -> s.paused() ? 1 : 0);
    }

    private void pointers(MeterRegistry registry, String state, ToDoubleFunction<QueueStats> value) {
        Gauge.builder("waybill.queue.pointers", () -> read(value))
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<QueueStats> value) {
        Gauge.Builder<?> gauge = Gauge.builder(name, () -> read(value)).strongReference(true);
        (name.contains("oldest") ? gauge.baseUnit("seconds") : gauge).register(registry);
    }

    private double read(ToDoubleFunction<QueueStats> value) {
        QueueStats stats = latest.get();
        return stats == null ? Double.NaN : value.applyAsDouble(stats);
    }

    @Override
    public Duration run() {
        try {
            QueueStats stats = control.stats();
            if (stats.waiting() == 0) {
                oldestWaitingSeconds = 0;
            } else if (reads % READS_A_WALK == 0) {
                oldestWaitingSeconds = control.busiest(1).oldestWaitingMillis() / 1000.0;
            }
            reads++;
            latest.set(stats);
        } catch (QueueException e) {
            latest.set(null);
            reads = 0;
        }
        return INTERVAL;
    }
}
