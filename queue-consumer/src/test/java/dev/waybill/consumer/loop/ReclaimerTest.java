package dev.waybill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReclaimerTest {
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final InMemoryQueue queue = new InMemoryQueue();
    private final Reclaimer reclaimer = new Reclaimer(queue.upkeep(), 3, LEASE, step -> {}, dead -> {});

    private void claim(Duration lease) {
        queue.producer().enqueue(List.of(Pointers.imap(UUID.randomUUID(), 1)), Priority.LIVE);
        queue.claims().claim(1, lease, "dead", false);
    }

    @Test
    void whileNothingIsLeasedItRestsForALease() {
        assertThat(reclaimer.run()).isEqualTo(LEASE);
    }

    @Test
    void itComesWhenTheFirstLeaseEnds() {
        claim(Duration.ofSeconds(90));
        claim(Duration.ofSeconds(30));

        assertThat(reclaimer.run()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void ofALongerLeaseItDoesNotWaitForTheEnd() {
        claim(Duration.ofHours(1));

        assertThat(reclaimer.run()).isEqualTo(LEASE);
    }

    @Test
    void aLeaseThatIsAboutToEndIsNotAskedAfterWithoutARest() {
        claim(LEASE);
        queue.advance(LEASE.minusMillis(1));

        assertThat(reclaimer.run()).isBetween(Duration.ofMillis(100), A_SECOND.dividedBy(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30_000, 119_000, 120_000})
    void whoDiesWhileItRestsIsFoundWithinASecondAfterTheLease(int millis) {
        // Given
        Duration rest = reclaimer.run();
        queue.advance(Duration.ofMillis(millis));
        claim(LEASE);
        queue.advance(rest.minusMillis(millis));
        Duration sinceTheClaim = rest.minusMillis(millis);

        // When
        Duration next = reclaimer.run();
        while (queue.control().stats().ready() == 0) {
            queue.advance(next);
            sinceTheClaim = sinceTheClaim.plus(next);
            next = reclaimer.run();
        }

        // Then
        assertThat(sinceTheClaim).isBetween(LEASE, LEASE.plus(A_SECOND));
    }
}
