package dev.waybill.consumer.observe;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.QueueException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Whether Redis is set up to keep a queue, asked every minute: told by health and a gauge, and by the log when it changes. */
public final class QueueSafety implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(QueueSafety.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(5);

    private final Supplier<List<String>> check;
    private volatile List<String> warnings = List.of();

    public QueueSafety(Supplier<List<String>> check, MeterRegistry registry) {
        this.check = check;
        Gauge.builder("waybill.queue.redis.warnings", this, s -> s.warnings.size())
                .description("Ways in which Redis is not set up to keep a queue; health says which")
                .strongReference(true)
                .register(registry);
    }

    /** What an operator should mend, each a sentence. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public Duration run() {
        List<String> now;
        try {
            now = check.get();
        } catch (QueueException e) {
            // Others tell that Redis is away; what was known of its settings stands.
            return AFTER_OUTAGE;
        }
        if (!now.equals(warnings)) {
            warnings = now;
            now.forEach(LOG::warn);
            if (now.isEmpty()) {
                LOG.info("Redis is set up to keep the queue");
            }
        }
        return INTERVAL;
    }
}
