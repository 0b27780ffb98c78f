package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.RedisServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisFaultsTest {
    private RedisServer redis;
    private RedisFaults faults;

    @BeforeEach
    void start() {
        redis = RedisServer.start(RedisServer.Options.durable());
        faults = new RedisFaults(redis);
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void rolledBackItHoldsWhatItHeldBefore() throws Exception {
        // Given
        redis.command("SET", "old", "1");
        // When
        faults.rollBack(() -> redis.command("SET", "new", "1"));
        // Then
        assertThat(redis.command("GET", "old")).isEqualTo("1");
        assertThat(redis.command("GET", "new")).isNull();
        // And
        redis.command("SET", "newest", "1");
        faults.kill(() -> {});
        assertThat(redis.command("GET", "newest")).isEqualTo("1");
    }

    @Test
    void filledItRefusesWritesAndFreedItTakesThemAgain() throws Exception {
        // Given
        redis.command("SET", "kept", "1");
        // When
        faults.fill(() -> {
            // Then
            assertThatThrownBy(() -> redis.command("SET", "refused", "x".repeat(32_000)))
                    .hasMessageContaining("OOM");
            assertThat(redis.command("GET", "kept")).isEqualTo("1");
        });
        redis.command("SET", "taken", "1");
        assertThat(redis.command("DBSIZE")).isEqualTo(2L);
    }
}
