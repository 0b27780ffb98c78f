package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.EpochReader;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueContract;
import dev.waybill.queue.QueueEpoch;
import dev.waybill.queue.QueueTotals;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RedisEpochTest {
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final RedisServer server = RedisServer.start(RedisServer.Options.durable());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRedisThatLostNothingTellsTheSameToEverybody() {
        try (RedisFixture one = new RedisFixture(server.uri());
                RedisFixture another = new RedisFixture(server.uri())) {
            // Given
            one.queue(settings).producer().enqueue(List.of(Pointers.imap(QueueContract.ANNA, 1)), Priority.LIVE);

            // When
            QueueEpoch first = epoch(one).read();
            QueueEpoch second = epoch(another).read();

            // Then
            assertThat(second).isEqualTo(first);
            assertThat(first.server()).isNotEmpty();
            assertThat(first.totals()).isEqualTo(new QueueTotals(1, 0, 0, 0));
        }
    }

    @Test
    void aWipedRedisHasAnotherEpoch() {
        try (RedisFixture redis = new RedisFixture(server.uri())) {
            // Given
            QueueEpoch before = epoch(redis).read();

            // When
            server.command("FLUSHALL");
            QueueEpoch after = epoch(redis).read();

            // Then
            assertThat(after.id()).isNotEqualTo(before.id());
            assertThat(after.server()).isEqualTo(before.server());
        }
    }

    @Test
    void aFullRedisBeginsAnEpochAllTheSame() {
        try (RedisFixture redis = new RedisFixture(server.uri())) {
            // Given
            server.command("CONFIG", "SET", "maxmemory", "1");

            // When
            QueueEpoch epoch = epoch(redis).read();

            // Then
            assertThat(epoch(redis).read()).isEqualTo(epoch);
        }
    }

    @Test
    void aUserWhoMayNotCallInfoIsToldOfNoServer() {
        // Given
        server.command("ACL", "SETUSER", "waybill", "on", ">secret", "~*", "+@all", "-info");
        URI asWaybill = URI.create("redis://waybill:secret@127.0.0.1:" + server.port());
        try (RedisFixture redis = new RedisFixture(asWaybill)) {

            // When
            QueueEpoch epoch = epoch(redis).read();

            // Then
            assertThat(epoch.server()).isEmpty();
            assertThat(epoch.id()).isNotEmpty();
        }
    }

    @Test
    void eachShardHasAnEpochOfItsOwn() {
        try (RedisFixture redis = new RedisFixture(server.uri())) {
            // When
            List<EpochReader> shards = redis.queue(settings.withShards(3)).epochs();

            // Then
            assertThat(shards)
                    .extracting(EpochReader::queue)
                    .doesNotHaveDuplicates()
                    .hasSize(3);
            assertThat(shards).extracting(s -> s.read().id()).doesNotHaveDuplicates();
        }
    }

    private EpochReader epoch(RedisFixture redis) {
        return redis.queue(settings).epochs().getFirst();
    }
}
