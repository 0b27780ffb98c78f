package dev.waybill.consumer.observe;

import dev.waybill.queue.redis.RedisCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long each script takes as seen from here, and how often it fails. */
public final class RedisMeters implements RedisCalls {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Map<String, Timer> answered = new ConcurrentHashMap<>();
    private final Map<String, Timer> failed = new ConcurrentHashMap<>();

    public RedisMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void ended(String script, long nanos, boolean hasFailed) {
        (hasFailed ? failed : answered)
                .computeIfAbsent(script, name -> timer(name, hasFailed ? "failed" : "answered"))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String script, String outcome) {
        return Timer.builder("waybill.redis.calls")
                .description("Calls of the queue's scripts, from the wait for a connection to the reply")
                .tags("script", script, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
