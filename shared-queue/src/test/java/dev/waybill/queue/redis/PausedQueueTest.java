package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operator stops a queue that is full, and lets it go on. */
@Timeout(60)
final class PausedQueueTest {
    private static final int MAILBOXES = 60;

    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void aFullReadyListDoesNotMoveWhilePausedAndMovesWhollyAfterwards() throws Exception {
        // Given
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < 10 * MAILBOXES; i++) {
            pointers.add(imap(new UUID(7, i % MAILBOXES), i + 1L));
        }
        queue.producer().enqueue(pointers, Priority.LIVE);
        queue.control().pause("Eva");
        QueueStats before = queue.control().stats();

        // When
        List<Boolean> paused = InParallel.run(4, consumer -> () -> {
            boolean all = true;
            for (int i = 0; i < 50; i++) {
                all &= queue.claims().claim(64, LONG_LEASE, "consumer-" + consumer, i % 2 == 0) instanceof Claim.Paused;
            }
            return all;
        });

        // Then
        assertThat(paused).doesNotContain(false);
        QueueStats after = queue.control().stats();
        assertThat(after.ready()).isEqualTo(8 * MAILBOXES).isEqualTo(before.ready());
        assertThat(after.waiting()).isEqualTo(2 * MAILBOXES).isEqualTo(before.waiting());
        assertThat(after.inFlight()).isZero();

        // And when it is resumed, with one pointer that a consumer's doorbell took just before the pause
        queue.doorbell().await(Duration.ofMillis(50));
        assertThat(queue.control().stats().landing()).isEqualTo(1);
        queue.control().resume();
        List<PointerId> done = new ArrayList<>();
        while (queue.claims().claim(64, LONG_LEASE, "consumer-1", false) instanceof Claim.Taken taken) {
            assertThat(queue.claims().ack(receipts(taken.pointers()))).isEmpty();
            taken.pointers().stream().map(Claimed::receipt).forEach(receipt -> done.add(receipt.id()));
        }
        assertThat(done).containsExactlyInAnyOrderElementsOf(idsOf(pointers));
    }
}
