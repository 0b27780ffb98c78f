package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.dead;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One mail kills every consumer that touches it, and whoever dies holds 63 others. */
@Timeout(60)
final class PoisonBatchTest {
    private static final int BATCH = 64;
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings().withDefaultLimit(BATCH);
    private final SteppedClock clock = new SteppedClock(redis, settings.keys());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings, SteppedClock.scripts()));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void aPoisonPointerInABatchOf64AloneEndsInTheDeadLetters() {
        // Given
        PointerId poison = imap(ANNA, 33).id();
        queue.producer().enqueue(imaps(ANNA, BATCH), Priority.LIVE);

        // When
        List<PointerId> done = new ArrayList<>();
        List<PointerId> dead = new ArrayList<>();
        int deaths = 0;
        for (int i = 0; i < 1_000 && done.size() + dead.size() < BATCH; i++) {
            List<Claimed> claimed = pointersOf(queue.claims().claim(BATCH, LEASE, "consumer-1", true));
            if (ids(claimed).contains(poison)) {
                deaths++;
                clock.advance(LEASE.plusMillis(1));
                Upkeep.Reclaimed reclaimed = queue.upkeep().reclaim(250, 3);
                dead.addAll(reclaimed.dead());
            } else {
                assertThat(queue.claims().ack(receipts(claimed))).isEmpty();
                done.addAll(ids(claimed));
            }
        }

        // Then
        assertThat(dead).containsExactly(poison);
        assertThat(done).hasSize(BATCH - 1).doesNotHaveDuplicates();
        assertThat(deaths).as("twice among others, three times alone").isEqualTo(5);
        assertThat(dead(queue.deadLetters(), 10)).extracting(DeadLetter::id).containsExactly(poison);
        assertThat(queue.control().stats().suspects()).isZero();
    }
}
