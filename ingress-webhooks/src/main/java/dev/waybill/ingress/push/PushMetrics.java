package dev.waybill.ingress.push;

import dev.waybill.mailbox.Provider;
import dev.waybill.queue.Enqueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What became of the notifications of providers, as {@code waybill_push_*}. */
public final class PushMetrics {
    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    public PushMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts what became of a batch's pointers. */
    public void accepted(Provider provider, Enqueue.Accepted accepted) {
        noticed(provider, "queued", accepted.queued());
        noticed(provider, "coalesced", accepted.coalesced());
        noticed(provider, "again", accepted.again());
        noticed(provider, "dead", accepted.dead());
    }

    /** Counts notifications that made no pointer, or pointers by what became of them. */
    public void noticed(Provider provider, String outcome, int by) {
        if (by > 0) {
            counter("waybill.push.notifications", "Notifications of providers, by outcome", provider, outcome)
                    .increment(by);
        }
    }

    /** Counts a request whose sender did not prove itself, or could not be told. */
    public void refused(Provider provider, String reason) {
        counter("waybill.push.refused", "Pushes refused for their token, by reason", provider, reason)
                .increment();
    }

    private Counter counter(String name, String description, Provider provider, String outcome) {
        return counters.computeIfAbsent(
                name + ' ' + provider + ' ' + outcome,
                key -> Counter.builder(name)
                        .description(description)
                        .tag("provider", provider.id())
                        .tag(name.endsWith("refused") ? "reason" : "outcome", outcome)
                        .register(registry));
    }
}
