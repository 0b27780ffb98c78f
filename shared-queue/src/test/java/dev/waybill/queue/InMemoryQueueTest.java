package dev.waybill.queue;

import static dev.waybill.queue.Pointers.imap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class InMemoryQueueTest
        implements PointerQueueContract,
                ClaimsContract,
                UpkeepContract,
                HoldsContract,
                DeadLettersContract,
                QueueControlContract,
                DoorbellContract {
    private final InMemoryQueue fake = new InMemoryQueue();
    private final QueueUnderTest queue = new QueueUnderTest(
            fake.producer(),
            fake.claims(),
            fake.doorbell(),
            fake.upkeep(),
            fake.holds(),
            fake.deadLetters(),
            fake.control(),
            this::step);

    @Override
    public QueueUnderTest queue() {
        return queue;
    }

    private void step(BooleanSupplier condition) {
        for (int i = 0; !condition.getAsBoolean(); i++) {
            assertThat(i).as("steps of 10 ms").isLessThan(1_000);
            fake.advance(Duration.ofMillis(10));
        }
    }

    @Test
    void theFakeFailsWhenItIsToldTo() {
        // Given
        fake.failWith(new QueueUnavailableException("enqueue", "Redis is away", new IllegalStateException()));

        // When, Then
        assertThatThrownBy(() -> enqueue(imap(ANNA, 1))).isInstanceOf(QueueUnavailableException.class);
        fake.failWith(null);
        assertThat(enqueue(imap(ANNA, 1)).queued()).isEqualTo(1);
    }

    @Test
    void theFakeHoldsWhatNoProducerOfThisVersionWrites() {
        // Given
        PointerId id = imap(ANNA, 1).id();

        // When
        fake.enqueueRaw(id, "{\"v\":2,\"enqueuedAt\":5}");

        // Then
        List<Claimed> claimed = claim(1);
        assertThat(claimed)
                .singleElement()
                .isInstanceOfSatisfying(
                        Claimed.Unknown.class,
                        unknown -> assertThat(unknown.enqueuedAt()).isEqualTo(5));
    }
}
