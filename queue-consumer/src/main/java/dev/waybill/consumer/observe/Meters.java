package dev.waybill.consumer.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The counters and timers of pointers. Labels have few values: never a mailbox. */
final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(4)
    };

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void message(String provider, String outcome, String reason) {
        registry.counter("waybill.messages", "provider", provider, "outcome", outcome, "reason", reason)
                .increment();
    }

    /** From the claim to the acknowledged end. */
    void processing(String provider, String outcome, Duration took) {
        Timer.builder("waybill.processing")
                .description("From the claim of a pointer to its acknowledgement")
                .tags("provider", provider, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took);
    }

    /** From the producer's enqueue; clocks of two machines are compared, so never less than nothing. */
    void endToEnd(String provider, Duration took) {
        Timer.builder("waybill.end.to.end")
                .description("From the enqueue of a pointer to its acknowledgement")
                .tags("provider", provider)
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    /** Pointers that did not end: {@code verb} is retry, defer, release or dead_letter. */
    void settled(String verb, String reason) {
        registry.counter("waybill.settled", "verb", verb, "reason", reason).increment();
    }

    void stale(String verb, boolean unknown) {
        registry.counter("waybill.stale.settles", "verb", verb, "unknown", Boolean.toString(unknown))
                .increment();
    }

    void leaseLost() {
        registry.counter("waybill.lease.lost").increment();
    }

    void held(String reason) {
        registry.counter("waybill.mailbox.holds", "reason", reason).increment();
    }

    void reclaimed(int pointers) {
        registry.counter("waybill.reclaimed.pointers").increment(pointers);
    }
}
