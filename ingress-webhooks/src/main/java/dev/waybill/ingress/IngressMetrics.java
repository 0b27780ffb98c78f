package dev.waybill.ingress;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.QueueFullException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The figures of this service, as {@code waybill_ingress_*}. */
final class IngressMetrics {
    private final MeterRegistry registry;

    /** Building a meter to find the one there is costs each request more than counting it. */
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    IngressMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts an answered request. */
    void answered(int status) {
        count(
                "waybill.ingress.requests",
                "Requests to the webhooks, by what they were answered with",
                outcome(status),
                1);
    }

    private static String outcome(int status) {
        return switch (status) {
            case 200, 202, 204 -> "accepted";
            case 400 -> "malformed";
            case 401 -> "unauthenticated";
            case 404 -> "unknown_mailbox";
            case 405, 406, 415 -> "not_supported";
            case 408 -> "too_slow";
            case 413 -> "too_large";
            case 429 -> "too_often";
            case 503 -> "unavailable";
            default -> status >= 500 ? "defect" : "other";
        };
    }

    void refused(String reason) {
        Counter.builder("waybill.ingress.refused")
                .description("Requests refused for their signature, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    void repeated(int pointers) {
        notified("repeated", pointers);
    }

    void accepted(Enqueue.Accepted accepted) {
        notified("queued", accepted.queued());
        notified("coalesced", accepted.coalesced());
        notified("again", accepted.again());
        notified("dead", accepted.dead());
    }

    private void notified(String outcome, int pointers) {
        count(
                "waybill.ingress.notifications",
                "Mails that were pushed, by what became of their pointer",
                outcome,
                pointers);
    }

    private void count(String name, String description, String outcome, int by) {
        if (by > 0) {
            counters.computeIfAbsent(
                            name + ' ' + outcome,
                            key -> Counter.builder(name)
                                    .description(description)
                                    .tag("outcome", outcome)
                                    .register(registry))
                    .increment(by);
        }
    }

    /** Times how long a push waits until its pointers are in Redis, by outcome. */
    Enqueue.Accepted timed(Supplier<Enqueue.Accepted> enqueue) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "unavailable";
        try {
            Enqueue.Accepted accepted = enqueue.get();
            outcome = "accepted";
            return accepted;
        } catch (QueueFullException e) {
            outcome = "full";
            throw e;
        } finally {
            sample.stop(timers.computeIfAbsent(outcome, this::enqueueTimer));
        }
    }

    private Timer enqueueTimer(String outcome) {
        return Timer.builder("waybill.ingress.enqueue")
                .description("Time until the pointers of a push were in Redis, or were refused")
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry);
    }
}
