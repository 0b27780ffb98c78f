package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.dead;
import static dev.waybill.queue.QueueContract.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ShardGateTest {
    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings();

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void anotherNumberIsRefusedWhileAnythingLiesInTheQueue() {
        // Given
        QueueUnderTest three = queue(3);
        enqueue(three, 1);

        // When, Then: waiting, in flight, dead
        assertThat(refusal(1))
                .contains("the queue has 3 shards and 1 pointers in them")
                .contains("Set it to 3");
        var claimed = pointersOf(three.claims().claim(1, LONG_LEASE, "consumer-1", false));
        assertThat(refusal(5)).contains("waybill.queue.shards is 5 here");
        three.claims().deadLetter(claimed.getFirst().receipt(), FAILURE);
        assertThat(refusal(1)).contains("drain the queue first");
        assertThatThrownBy(() -> enqueue(queue(1), 2))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("the queue has 3 shards");

        // And the refusals did no harm to those that run
        enqueue(three, 2);
        assertThat(three.control().stats().ready()).isEqualTo(1);
    }

    @Test
    void aQueueFromBeforeThereWereShardsHasOne() {
        // Given
        enqueue(queue(1), 1);
        redis.command("HDEL", settings.keys().prefix() + "control", "shards");

        // When, Then
        assertThat(refusal(3)).contains("the queue has 1 shard and 1 pointers in them");
        assertThat(refusal(1)).isEmpty();
    }

    @Test
    void aDrainedQueueTakesAnotherNumberAndItsOldProcessesAreRefused() {
        // Given
        QueueUnderTest one = queue(1);
        enqueue(one, 1);
        var claimed = pointersOf(one.claims().claim(1, LONG_LEASE, "consumer-1", false));
        one.claims().deadLetter(claimed.getFirst().receipt(), FAILURE);
        one.deadLetters()
                .drop(dead(one.deadLetters(), 10).stream().map(DeadLetter::id).toList());

        // When
        QueueUnderTest three = queue(3);
        enqueue(three, 2);

        // Then
        assertThatThrownBy(() -> enqueue(one, 3)).hasMessageContaining("the queue has 3 shards and 1 pointers");
        assertThat(three.control().stats().ready()).isEqualTo(1);
        assertThat(redis.command("EXISTS", settings.keys().prefix() + "body")).isEqualTo(0L);
    }

    @Test
    void aChangeThatDiedHalfWayIsGivenUpByTheNextThatEnters() {
        // Given: every shard closed, the number not changed
        QueueUnderTest one = queue(1);
        enqueue(one, 1);
        pointersOf(one.claims().claim(1, LONG_LEASE, "consumer-1", false))
                .forEach(c -> one.claims().ack(List.of(c.receipt())));
        redis.command("HSET", settings.keys().prefix() + "control", "shards", "1>3#7", "attempt", "7", "closed", "7");

        // When
        enqueue(one, 2);

        // Then
        assertThat(one.control().stats().ready()).isEqualTo(1);
        assertThat(redis.command("HGET", settings.keys().prefix() + "control", "shards"))
                .isEqualTo("1");
    }

    @Test
    void ofManyThatStartAtOnceWithTwoNumbersOneNumberWins() throws Exception {
        // When
        long entered = InParallel.<Boolean>run(12, i -> () -> {
                    try {
                        enqueue(queue(i % 2 == 0 ? 2 : 3), i + 1);
                        return true;
                    } catch (QueueUnavailableException refused) {
                        return false;
                    }
                })
                .stream()
                .filter(in -> in)
                .count();

        // Then: all that were accepted lie in the shards of the one number
        int number = refusal(2).isEmpty() ? 2 : 3;
        assertThat(queue(number).control().stats().ready()).isEqualTo(Math.min(entered, 8));
        assertThat(queue(number).control().mailbox(ANNA).waiting()).isEqualTo(entered);
    }

    private QueueUnderTest queue(int shards) {
        return RedisFixture.underTest(redis.queue(settings.withShards(shards)));
    }

    private String refusal(int shards) {
        return redis.queue(settings.withShards(shards)).refusal().orElse("");
    }

    private static void enqueue(QueueUnderTest queue, int uid) {
        queue.producer().enqueue(List.of(imap(ANNA, uid)), Priority.LIVE);
    }
}
