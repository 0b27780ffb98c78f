package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.BERT;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Anna and Bert lie in different shards. */
final class ShardedDoorbellTest {
    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings().withShards(3);
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    @Timeout(20)
    void aRingThatNobodyWaitsForAnyMoreIsPassedOn() throws InterruptedException {
        // Given: a consumer whose pops at the other shards go on although it was rung for
        queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE);
        queue.doorbell().await(Duration.ofSeconds(2));

        // When
        queue.producer().enqueue(List.of(imap(BERT, 1)), Priority.LIVE);

        // Then: only Anna's, which woke it, may still lie in the landing strip
        RedisFixture.until(() -> {
            QueueStats stats = queue.control().stats();
            return stats.ready() >= 1 && stats.landing() + stats.ready() == 2;
        });
        assertThat(ids(pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-2", false))))
                .hasSize(1);
    }

    @Test
    @Timeout(20)
    void theShardThatRangIsClaimedFirst() throws InterruptedException {
        // Given
        queue.producer().enqueue(List.of(imap(BERT, 1)), Priority.LIVE);

        // When
        queue.doorbell().await(Duration.ofSeconds(2));
        queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE);

        // Then
        assertThat(ids(pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-1", false))))
                .containsExactly(imap(BERT, 1).id());
    }

    @Test
    void aQueueThatIsFullGivesFromEachShardInTurn() {
        // Given
        for (int uid = 1; uid <= 4; uid++) {
            queue.producer().enqueue(List.of(imap(ANNA, uid), imap(BERT, uid)), Priority.LIVE);
        }

        // When
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            pointersOf(queue.claims().claim(1, LONG_LEASE, "consumer-1", false))
                    .forEach(c -> owners.add(
                            c.receipt().id().mailbox().equals(imap(ANNA, 1).id().mailbox()) ? "anna" : "bert"));
        }

        // Then
        assertThat(owners.subList(0, 2)).containsExactlyInAnyOrder("anna", "bert");
        assertThat(owners.subList(2, 4)).containsExactlyInAnyOrder("anna", "bert");
        assertThat(owners).hasSize(8);
    }
}
