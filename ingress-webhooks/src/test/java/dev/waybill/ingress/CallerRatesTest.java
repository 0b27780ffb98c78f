package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CallerRatesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CallerRates rates = new CallerRates(Set.of("crm", "desk"), 2, 3, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    @Test
    void burstIsTakenThenTheCallerWaits() {
        // Given
        Caller crm = new Caller("crm", Caller.ALL_TENANTS);
        for (int i = 0; i < 3; i++) {
            assertThat(rates.waitFor(crm)).isZero();
        }

        // When
        Duration wait = rates.waitFor(crm);
        nanos.addAndGet(wait.toNanos());

        // Then
        assertThat(wait).isEqualTo(Duration.ofMillis(500));
        assertThat(rates.waitFor(crm)).isZero();
        assertThat(rates.waitFor(crm)).isPositive();
    }

    @Test
    void oneCallersRateIsNotAnothers() {
        // Given
        for (int i = 0; i < 4; i++) {
            rates.waitFor(new Caller("crm", Caller.ALL_TENANTS));
        }

        // When
        Duration wait = rates.waitFor(new Caller("desk", "acme"));

        // Then
        assertThat(wait).isZero();
    }
}
