package dev.waybill.consumer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.QueueUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueSafetyTest {
    private static final String EVICTS = "Redis may evict parts of the queue";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private List<String> found = List.of();
    private boolean away;

    private final QueueSafety safety = new QueueSafety(this::check, meters);

    private List<String> check() {
        if (away) {
            throw new QueueUnavailableException("reading INFO", "Redis did not answer", new IOException());
        }
        return found;
    }

    private double gauge() {
        return meters.get("waybill.queue.redis.warnings").gauge().value();
    }

    @Test
    void whatIsWrongIsShownUntilItIsMended() {
        // Given
        found = List.of(EVICTS);
        // When
        Duration next = safety.run();
        // Then
        assertThat(safety.warnings()).containsExactly(EVICTS);
        assertThat(gauge()).isEqualTo(1);
        assertThat(next).isEqualTo(Duration.ofMinutes(1));
        // And
        found = List.of();
        safety.run();
        assertThat(safety.warnings()).isEmpty();
        assertThat(gauge()).isZero();
    }

    @Test
    void outageLeavesWhatWasKnownAndIsAskedAboutSoon() {
        // Given
        found = List.of(EVICTS);
        safety.run();
        away = true;
        // When
        Duration next = safety.run();
        // Then
        assertThat(safety.warnings()).containsExactly(EVICTS);
        assertThat(next).isEqualTo(Duration.ofSeconds(5));
    }
}
