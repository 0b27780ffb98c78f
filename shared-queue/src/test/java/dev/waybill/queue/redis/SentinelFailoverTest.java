package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisSentinels;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnderTest;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisRole;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The master of a Redis that sentinels watch is killed, and the queue goes on with its replica. */
@Timeout(120)
final class SentinelFailoverTest {
    private final RedisSentinels sentinels = RedisSentinels.start();
    private final RedisFixture redis = new RedisFixture(Duration.ofSeconds(5), options -> {
        sentinels.uris().stream().map(URI::toString).forEach(options::addConnectionString);
        return options.setType(RedisClientType.SENTINEL)
                .setMasterName(RedisSentinels.MASTER)
                .setRole(RedisRole.MASTER);
    });
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue =
            RedisFixture.underTest(redis.queue(settings.withCommandTimeout(Duration.ofSeconds(1))));

    @AfterEach
    void stop() {
        redis.close();
        sentinels.close();
    }

    @Test
    void theQueueGoesOnWithTheReplicaAndTokensRise() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 12), Priority.LIVE);
        List<Claimed> before = pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-1", false));
        sentinels.awaitReplicated();

        // When
        sentinels.master().kill();

        // Then
        until(() -> queue.claims().ack(receipts(before.subList(0, 3))).size() <= 3);
        List<PointerId> done = new ArrayList<>(ids(before.subList(0, 3)));
        List<Claimed> after = pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-1", false));
        assertThat(after).isNotEmpty();
        assertThat(after.getFirst().receipt().token().value())
                .isGreaterThan(before.getFirst().receipt().token().value());
        assertThat(queue.claims().ack(receipts(before.subList(3, 5))))
                .as("the claim of before the failover is still good")
                .isEmpty();
        done.addAll(ids(before.subList(3, 5)));
        for (List<Claimed> claimed = after;
                !claimed.isEmpty();
                claimed = pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-1", false))) {
            assertThat(queue.claims().ack(receipts(claimed))).isEmpty();
            done.addAll(ids(claimed));
        }
        assertThat(done).containsExactlyInAnyOrderElementsOf(idsOf(imaps(ANNA, 12)));
        assertThat(sentinels.replica().command("ROLE").toString()).contains("master");
        new QueueSnapshot(redis, settings.keys(), List.of(ANNA)).check(queue, "after the failover");
    }

    @Test
    void aDoorbellThatBlockedAtTheOldMasterRingsAtTheNewOne() {
        // Given
        queue.holds().setLimit(ANNA, 1);
        sentinels.awaitReplicated();
        sentinels.master().kill();

        // When
        until(() -> queue.producer().enqueue(imaps(ANNA, 1), Priority.LIVE) != null);

        // Then
        until(() -> {
            try {
                queue.doorbell().await(Duration.ofMillis(100));
                return queue.control().stats().landing() == 1;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Fails while nobody is master, which takes a few seconds. */
    private static void until(BooleanSupplier condition) {
        RedisFixture.until(() -> {
            try {
                return condition.getAsBoolean();
            } catch (QueueScriptException defect) {
                throw defect;
            } catch (QueueException notYet) {
                return false;
            }
        });
    }
}
