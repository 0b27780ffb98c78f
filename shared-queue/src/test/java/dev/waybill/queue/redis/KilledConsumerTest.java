package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.dead;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real consumer process is killed (SIGKILL) in each window between two of its commands to Redis, and in the midst of them. */
@Timeout(180)
final class KilledConsumerTest {
    private static final Duration LEASE = Duration.ofMillis(300);

    private final URI uri = TestServers.redis().uri();
    private final RedisFixture redis = new RedisFixture(uri);
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));
    private final QueueSnapshot snapshot = new QueueSnapshot(redis, settings.keys(), List.of(ANNA));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ring",
                "ring claim",
                "ring claim extend",
                "claim ack",
                "claim ack retry",
                "claim retry defer",
                "claim release dead-letter",
                "claim ack ack ack ack ack ack"
            })
    void whatAKilledConsumerHeldIsDoneByAnotherOnce(String commands) throws Exception {
        // Given
        queue.producer().enqueue(imaps(ANNA, 10), Priority.LIVE);
        List<PointerId> done = new ArrayList<>();

        // When
        try (ConsumerProcess consumer = ConsumerProcess.start(uri, settings.keys(), LEASE)) {
            for (String command : commands.split(" ", -1)) {
                String answer = consumer.tell(command);
                assertThat(answer).isNotEqualTo("stale");
                if (answer.startsWith("acked ")) {
                    done.add(new PointerId(answer.substring("acked ".length())));
                }
            }
            consumer.kill();
        }
        snapshot.check(queue, "killed after " + commands);
        finish(done);

        // Then
        assertThat(done).containsExactlyInAnyOrderElementsOf(idsOf(imaps(ANNA, 10)));
        snapshot.check(queue, "finished after " + commands);
    }

    @Test
    void aConsumerKilledInTheMidstOfItsWorkLosesNothing() throws Exception {
        // Given
        Random random = new Random(11);
        int uids = 0;

        for (int round = 0; round < 4; round++) {
            // When
            try (ConsumerProcess consumer = ConsumerProcess.start(uri, settings.keys(), LEASE)) {
                consumer.send("work");
                assertThat(consumer.answer()).isEqualTo("working");
                long end = System.nanoTime() + random.nextInt(20_000_000, 200_000_000);
                while (System.nanoTime() < end) {
                    uids += 20;
                    queue.producer().enqueue(imaps(ANNA, uids).subList(uids - 20, uids), Priority.LIVE);
                    LockSupport.parkNanos(1_000_000);
                }
                consumer.kill();
            }

            // Then
            snapshot.check(queue, "killed in round " + round);
        }
        finish(new ArrayList<>());
        snapshot.check(queue, "finished");
    }

    /** A second consumer does what is left. */
    private void finish(List<PointerId> done) {
        RedisFixture.until(() -> {
            queue.upkeep().reclaim(100, 3);
            queue.upkeep().promote(100);
            queue.deadLetters()
                    .replay(dead(queue.deadLetters(), 100).stream()
                            .map(letter -> letter.id())
                            .toList());
            List<Claimed> claimed = pointersOf(queue.claims().claim(100, LONG_LEASE, "survivor", true));
            assertThat(queue.claims().ack(receipts(claimed))).isEmpty();
            done.addAll(ids(claimed));
            QueueStats left = queue.control().stats();
            return left.waiting() + left.ready() + left.landing() + left.inFlight() + left.delayed() + left.suspects()
                    == 0;
        });
    }
}
