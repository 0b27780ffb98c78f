package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Parts;
import dev.waybill.queue.PartsContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisPartsTest implements PartsContract {
    private static RedisFixture redis;

    private final QueueSettings settings = RedisFixture.freshSettings();
    private final SteppedClock clock = new SteppedClock(redis, settings.keys());
    private final Parts parts = redis.queue(settings, SteppedClock.scripts()).parts();

    @BeforeAll
    static void connect() {
        redis = new RedisFixture(TestServers.redis().uri());
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Override
    public Parts parts() {
        return parts;
    }

    @Override
    public void advance(Duration time) {
        clock.advance(time);
    }

    @Override
    public void wipe() {
        redis.command("DEL", settings.keys().prefix() + "parts", settings.keys().prefix() + "parts:replicas");
    }

    @Test
    void allKeysAreTheQueuesOwn() {
        // When
        var _ = parts.renew("a", LEASE, List.of(), List.of());

        // Then
        String prefix = settings.keys().prefix();
        assertThat((List<?>) redis.command("KEYS", prefix.replaceAll("([{}\\[\\]?*])", "\\\\$1") + "*"))
                .map(Object::toString)
                .contains(prefix + "parts", prefix + "parts:replicas")
                .allMatch(key -> key.startsWith(prefix));
    }
}
