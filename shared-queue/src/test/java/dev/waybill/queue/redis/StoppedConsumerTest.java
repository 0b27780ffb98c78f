package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real consumer process is stopped (SIGSTOP) beyond its lease, as a frozen machine is, and continued. */
@Timeout(120)
final class StoppedConsumerTest {
    private final URI uri = TestServers.redis().uri();
    private final RedisFixture redis = new RedisFixture(uri);
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void nothingThatAStoppedConsumerSaysAfterItsLeaseHasAnEffect() throws Exception {
        // Given
        queue.producer().enqueue(imaps(ANNA, 6), Priority.LIVE);
        try (ConsumerProcess consumer = ConsumerProcess.start(uri, settings.keys(), Duration.ofMillis(200))) {
            assertThat(consumer.tell("claim")).isEqualTo("holds 6");

            // When
            consumer.signal("STOP");
            int[] moved = {0};
            RedisFixture.until(() -> (moved[0] += queue.upkeep().reclaim(100, 3).pointers()) == 6);
            List<Claimed> taken = pointersOf(queue.claims().claim(6, LONG_LEASE, "successor", false));
            consumer.signal("CONT");

            // Then
            assertThat(taken).hasSize(6);
            for (String verb : List.of("extend", "ack", "retry", "defer", "release", "dead-letter")) {
                assertThat(consumer.tell(verb)).as(verb).isEqualTo("stale");
            }
            assertThat(queue.control().stats().inFlight()).isEqualTo(6);
            assertThat(queue.claims().ack(receipts(taken))).isEmpty();
            assertThat(queue.deadLetters().count()).isZero();
        }
    }

    @Test
    void aConsumerStoppedAgainAndAgainInTheMidstOfItsWorkLosesNothing() throws Exception {
        // Given
        QueueSnapshot snapshot = new QueueSnapshot(redis, settings.keys(), List.of(ANNA));
        int uids = 0;
        try (ConsumerProcess consumer = ConsumerProcess.start(uri, settings.keys(), Duration.ofMillis(30))) {
            consumer.send("work");
            assertThat(consumer.answer()).isEqualTo("working");

            for (int round = 0; round < 30; round++) {
                // When
                uids += 40;
                queue.producer().enqueue(imaps(ANNA, uids).subList(uids - 40, uids), Priority.LIVE);
                consumer.signal("STOP");
                RedisFixture.until(() -> {
                    queue.upkeep().reclaim(100, 1_000);
                    List<Claimed> claimed = pointersOf(queue.claims().claim(100, LONG_LEASE, "successor", true));
                    assertThat(queue.claims().ack(receipts(claimed)))
                            .as("the successor is never refused")
                            .isEmpty();
                    var left = queue.control().stats();
                    return left.waiting() + left.ready() + left.landing() + left.inFlight() + left.suspects() == 0;
                });

                // Then
                snapshot.check(queue, "stopped in round " + round);
                consumer.signal("CONT");
            }
        }
    }
}
