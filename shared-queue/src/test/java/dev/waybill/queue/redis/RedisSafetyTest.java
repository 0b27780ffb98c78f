package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RedisSafetyTest {
    private final RedisServer server = RedisServer.start(RedisServer.Options.durable());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRedisThatKeepsAQueueGivesNoWarning() {
        assertThat(check(server.uri())).isEmpty();
    }

    @Test
    void evictionAndNoPersistenceAreTold() {
        // Given
        server.command("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
        server.command("CONFIG", "SET", "appendonly", "no");

        // When
        List<String> nothing = check(server.uri());
        server.command("CONFIG", "SET", "save", "3600 1");
        List<String> snapshots = check(server.uri());

        // Then
        assertThat(nothing).hasSize(2);
        assertThat(nothing.getFirst()).contains("maxmemory-policy is allkeys-lru");
        assertThat(nothing.getLast()).contains("keeps nothing on disk");
        assertThat(snapshots.getLast()).contains("only writes snapshots");
    }

    @Test
    void whatRedisDoesNotTellIsUnknown() {
        // Given
        server.command("ACL", "SETUSER", "waybill", "on", ">secret", "~*", "+@all", "-config", "-info");
        URI asWaybill = URI.create("redis://waybill:secret@127.0.0.1:" + server.port());

        // When
        List<String> warnings = check(asWaybill);

        // Then
        assertThat(warnings).hasSize(2).allMatch(warning -> warning.contains("unknown"));
    }

    private static List<String> check(URI uri) {
        try (RedisFixture redis = new RedisFixture(uri)) {
            return redis.queue(RedisFixture.freshSettings()).safety().check();
        }
    }
}
