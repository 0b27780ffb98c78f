package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    /** Always draws the bound itself. */
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void boundDoublesUpToTheMaximumAndStartsAgainAfterAReset() {
        // Given
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), HIGHEST);

        // When
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(backoff.next());
        }
        backoff.reset();
        pauses.add(backoff.next());

        // Then
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L, 1L);
    }

    @Test
    void pausesSpreadOverTheWholeRangeAndNeverSpin() {
        // Given
        Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(10), new Random(7));

        // When
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            millis.add(backoff.next().toMillis());
        }

        // Then
        assertThat(millis).allMatch(m -> m >= 50 && m <= 10_000);
        assertThat(millis).anyMatch(m -> m < 1_000).anyMatch(m -> m > 9_000);
    }
}
