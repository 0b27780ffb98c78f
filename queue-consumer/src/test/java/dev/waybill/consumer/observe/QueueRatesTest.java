package dev.waybill.consumer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.observe.QueueRates.Rates;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.queue.QueueTotals;
import dev.waybill.queue.QueueUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class QueueRatesTest {
    private final SteppedPace pace = new SteppedPace();
    private @Nullable QueueTotals totals = new QueueTotals(0, 0, 0, 0);
    private final QueueRates rates = new QueueRates(this::totals, pace);

    @Test
    void oneReadingTellsNoRate() {
        // When
        rates.run();

        // Then
        assertThat(rates.lastMinute()).isEmpty();
    }

    @Test
    void ratesAreOfTheLastMinute() {
        // Given
        for (int i = 0; i < 100; i++) {
            reads(new QueueTotals(1_000L * i, 500L * i, 10L * i, i));
        }

        // When
        reads(new QueueTotals(100_000, 50_000, 1_000, 100));

        // Then
        assertThat(rates.lastMinute()).contains(new Rates(60, 200, 100, 2, 0.2));
    }

    @Test
    void anEmptiedRedisTellsNoRateUntilItIsReadTwice() {
        // Given
        reads(new QueueTotals(5_000, 5_000, 0, 0));
        reads(new QueueTotals(5_100, 5_100, 0, 0));

        // When
        reads(new QueueTotals(10, 5, 0, 0));

        // Then
        assertThat(rates.lastMinute()).isEmpty();
        reads(new QueueTotals(20, 10, 0, 0));
        assertThat(rates.lastMinute()).contains(new Rates(5, 2, 1, 0, 0));
    }

    @Test
    void whileRedisIsAwayThereIsNoRate() {
        // Given
        reads(new QueueTotals(100, 100, 0, 0));
        reads(new QueueTotals(200, 200, 0, 0));

        // When
        reads(null);

        // Then
        assertThat(rates.lastMinute()).isEmpty();
    }

    private void reads(@Nullable QueueTotals next) {
        totals = next;
        pace.step(rates.run());
    }

    private QueueTotals totals() {
        if (totals == null) {
            throw new QueueUnavailableException("reading the queue's totals", "no answer");
        }
        return totals;
    }
}
