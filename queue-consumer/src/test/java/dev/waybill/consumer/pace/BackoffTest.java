package dev.waybill.consumer.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5));

    @RepeatedTest(50)
    void delaysDoubleWithinTheirHalves() {
        assertThat(backoff.afterFailures(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(backoff.afterFailures(4)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
        assertThat(backoff.afterFailures(1_000)).isBetween(Duration.ofSeconds(150), Duration.ofMinutes(5));
    }

    @RepeatedTest(50)
    void spreadDelaysTakeTheWholeRangeAboveTheFirst() {
        assertThat(backoff.spread(20)).isBetween(Duration.ofSeconds(2), Duration.ofMinutes(5));
    }

    @Test
    void aBackoffThatCannotGrowIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
