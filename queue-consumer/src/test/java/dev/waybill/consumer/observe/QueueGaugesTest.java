package dev.waybill.consumer.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class QueueGaugesTest {
    private static final UUID MAILBOX = UUID.randomUUID();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final QueueGauges gauges = new QueueGauges(queue.control(), meters);

    @Test
    void whatWaitsInALaneHasAnAge() {
        // Given
        List<Pointer> moreThanThePlaces = LongStream.rangeClosed(1, 20)
                .mapToObj(uid -> new Pointer(MAILBOX, new Locator.Imap("INBOX", 7, uid), 1, ""))
                .toList();
        queue.producer().enqueue(moreThanThePlaces, Priority.LIVE);

        // When
        gauges.run();

        // Then
        assertThat(gauge("waybill.queue.oldest.waiting")).isPositive();
        assertThat(gauge("waybill.queue.oldest.ready")).isPositive();
    }

    @Test
    void whereNothingWaitsTheAgeIsNone() {
        // Given
        assertThat(gauge("waybill.queue.oldest.waiting")).isNaN();

        // When
        gauges.run();

        // Then
        assertThat(gauge("waybill.queue.oldest.waiting")).isZero();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
