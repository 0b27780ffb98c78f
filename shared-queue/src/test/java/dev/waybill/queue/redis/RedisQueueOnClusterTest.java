package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.devstack.RedisCluster;
import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueContract;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole contract on a Redis Cluster of three nodes; each test's queue lies on the node that its hash tag says. */
final class RedisQueueOnClusterTest implements RedisContract {
    private static RedisCluster cluster;
    private static RedisFixture redis;

    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
        redis = new RedisFixture(Duration.ofSeconds(5), RedisQueueOnClusterTest::where);
    }

    private static RedisOptions where(RedisOptions options) {
        options.setType(RedisClientType.CLUSTER);
        cluster.uris().stream().map(URI::toString).forEach(options::addConnectionString);
        return options;
    }

    @AfterAll
    static void stop() {
        redis.close();
        cluster.close();
    }

    @Override
    public QueueUnderTest queue() {
        return queue;
    }

    @Test
    void threeShardsLieOnThreeNodes() {
        // Given
        QueueSettings settings = RedisFixture.freshSettings().withShards(3);
        QueueUnderTest sharded = RedisFixture.underTest(redis.queue(settings));
        List<Pointer> pointers = IntStream.rangeClosed(1, 60)
                .mapToObj(uid -> imap(new UUID(uid, uid), uid))
                .toList();

        // When
        Enqueue.Accepted accepted = sharded.producer().enqueue(pointers, Priority.LIVE);

        // Then
        assertThat(accepted.queued()).isEqualTo(60);
        assertThat(cluster.nodes())
                .allSatisfy(node -> assertThat(
                                node.command("KEYS", "*" + settings.keys().hashTag() + ":3.*:body"))
                        .asString()
                        .contains(":3."));
        assertThat(sharded.control().stats().ready()).isEqualTo(60);
        assertThat(drained(sharded))
                .containsExactlyInAnyOrderElementsOf(
                        pointers.stream().map(Pointer::id).toList());
    }

    private static List<PointerId> drained(QueueUnderTest queue) {
        List<PointerId> drained = new ArrayList<>();
        List<Claimed> claimed = pointersOf(queue.claims().claim(7, LONG_LEASE, "consumer-1", false));
        while (!claimed.isEmpty()) {
            drained.addAll(ids(claimed));
            assertThat(queue.claims().ack(receipts(claimed))).isEmpty();
            claimed = pointersOf(queue.claims().claim(7, LONG_LEASE, "consumer-1", false));
        }
        return drained;
    }

    @Test
    void aUserOfTheQueuesKeysOnlyNeedsToAskWhereSlotsLieAsWell() {
        // Given
        for (RedisServer node : cluster.nodes()) {
            node.command(RedisFixture.user("blind"));
            node.command(RedisFixture.user("waybill", "+cluster|slots"));
        }

        // When
        try (RedisFixture blind = as("blind");
                RedisFixture seeing = as("waybill")) {
            QueueUnderTest queue = RedisFixture.underTest(seeing.queue(RedisFixture.freshSettings()));
            queue.producer().enqueue(imaps(ANNA, 3), Priority.LIVE);

            // Then
            assertThat(drained(queue)).containsExactlyElementsOf(QueueContract.idsOf(imaps(ANNA, 3)));
            QueueUnderTest lost = RedisFixture.underTest(blind.queue(RedisFixture.freshSettings()));
            assertThatThrownBy(() -> lost.producer().enqueue(imaps(ANNA, 3), Priority.LIVE))
                    .isInstanceOf(QueueUnavailableException.class);
        }
    }

    private static RedisFixture as(String user) {
        return new RedisFixture(Duration.ofSeconds(5), options -> {
            options.setType(RedisClientType.CLUSTER);
            cluster.uris().stream()
                    .map(uri -> "redis://" + user + ":secret@" + uri.getAuthority())
                    .forEach(options::addConnectionString);
            return options;
        });
    }

    @Test
    void aClusterThatIsDownIsAnOutageAndHealsWithoutARestartOfTheClient() {
        // Given
        QueueUnderTest queue = RedisFixture.underTest(
                redis.queue(RedisFixture.freshSettings().withCommandTimeout(Duration.ofSeconds(1))));
        queue.producer().enqueue(imaps(ANNA, 3), Priority.LIVE);

        // When
        for (int i = 0; i < 2; i++) {
            cluster.nodes().get(i).command("CLUSTER", "DELSLOTS", Integer.toString(i * 5_461));
        }
        cluster.nodes().getLast().command("CLUSTER", "DELSLOTS", "16383");
        Throwable[] refused = new Throwable[1];
        RedisFixture.until(() -> {
            try {
                queue.control().stats();
                return false;
            } catch (QueueException e) {
                refused[0] = e;
                return true;
            }
        });
        for (int i = 0; i < 2; i++) {
            cluster.nodes().get(i).command("CLUSTER", "ADDSLOTS", Integer.toString(i * 5_461));
        }
        cluster.nodes().getLast().command("CLUSTER", "ADDSLOTS", "16383");
        cluster.awaitWell();

        // Then
        assertThat(refused[0]).isInstanceOf(QueueUnavailableException.class);
        RedisFixture.until(() -> {
            try {
                return queue.control().stats().ready() == 3;
            } catch (QueueScriptException defect) {
                throw defect;
            } catch (QueueException notYet) {
                return false;
            }
        });
    }

    @Test
    void aSlotThatMovesToAnotherNodeIsAnOutageUntilItHasMoved() {
        // Given
        QueueSettings settings = RedisFixture.freshSettings().withKeys(KeyNames.withPrefix("{test:moving}:"));
        QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));
        QueueUnderTest impatient =
                RedisFixture.underTest(redis.queue(settings.withCommandTimeout(Duration.ofSeconds(1))));
        queue.producer().enqueue(imaps(ANNA, 3), Priority.LIVE);
        MovingSlot moving =
                new MovingSlot(cluster, ShardKeys.slot(settings.keys().hashTag()));

        // When
        moving.begin();
        Throwable refused = catchThrowable(() -> impatient.producer().enqueue(List.of(imap(ANNA, 4)), Priority.LIVE));
        String answered = moving.refusals();
        moving.end();

        // Then
        assertThat(refused).isInstanceOf(QueueUnavailableException.class);
        assertThat(answered).contains("TRYAGAIN");
        queue.producer().enqueue(List.of(imap(ANNA, 4)), Priority.LIVE);
        assertThat(moving.keysOfNewNode()).isPositive();
        assertThat(drained(queue)).containsExactlyElementsOf(QueueContract.idsOf(imaps(ANNA, 4)));
    }
}
