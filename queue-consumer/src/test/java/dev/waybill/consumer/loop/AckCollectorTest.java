package dev.waybill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.pace.SystemPace;
import dev.waybill.queue.InMemoryQueue;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AckCollectorTest {
    private final InMemoryQueue queue = new InMemoryQueue(InstantSource.system());
    private final AckCollector acks =
            new AckCollector(queue.claims(), new HeldClaims(), step -> {}, new QueueLink(), new SystemPace());

    @Test
    void aStopWakesTheThreadThatWaitsForAnAcknowledgement() throws InterruptedException {
        // Given
        Thread thread = Thread.ofPlatform().daemon().start(acks);
        assertThat(thread.join(Duration.ofMillis(200))).as("ended unasked").isFalse();

        // When
        acks.stop();

        // Then
        assertThat(thread.join(Duration.ofSeconds(20))).as("ended").isTrue();
    }
}
