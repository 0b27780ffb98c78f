package dev.waybill.consumer.observe;

import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.loop.LoopCrew;
import dev.waybill.consumer.loop.QueueLink;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** This process's own state as gauges: what it has in hand, and what it depends on. */
public final class ProcessGauges {
    private ProcessGauges() {}

    public static void register(MeterRegistry registry, LoopCrew crew, QueueLink queue, DatabaseGate database) {
        Gauge.builder("waybill.consumer.in.hand", crew, LoopCrew::inHand)
                .description("Pointers that this process has in hand")
                .strongReference(true)
                .register(registry);
        Gauge.builder("waybill.consumer.stuck.handlers", crew, LoopCrew::stuckHandlers)
                .description("Handlers that did not end although they were told to")
                .strongReference(true)
                .register(registry);
        FunctionCounter.builder("waybill.redis.outages", queue, QueueLink::outages)
                .description("How often Redis stopped answering this process")
                .register(registry);
        up(registry, "redis", queue, q -> q.problem().isEmpty() ? 1 : 0);
        up(registry, "postgresql", database, d -> d.isOpen() ? 1 : 0);
    }

    private static <T> void up(MeterRegistry registry, String dependency, T state, ToDoubleFunction<T> value) {
        Gauge.builder("waybill.dependency.up", state, value)
                .tag("dependency", dependency)
                .strongReference(true)
                .register(registry);
    }
}
