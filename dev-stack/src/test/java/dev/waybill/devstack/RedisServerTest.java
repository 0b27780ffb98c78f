package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {

    @TempDir
    private Path directory;

    @Test
    void restartKeepsPortAndData() {
        try (RedisServer redis = RedisServer.start(RedisServer.Options.durable())) {
            // Given
            redis.command("SET", "key", "value");
            int port = redis.port();
            long firstPid = redis.pid();
            // When
            redis.restart();
            // Then
            assertThat(redis.command("GET", "key")).isEqualTo("value");
            assertThat(redis.port()).isEqualTo(port);
            assertThat(redis.pid()).isNotEqualTo(firstPid);
        }
    }

    @Test
    void whatWasSyncedSurvivesSigkill() {
        var options = RedisServer.Options.durable().withDataDir(directory).withArguments("--appendfsync", "always");
        try (RedisServer redis = RedisServer.start(options)) {
            // Given
            redis.command("SET", "key", "value");
            // When
            redis.kill();
            assertThat(redis.isAlive()).isFalse();
            redis.restart();
            // Then
            assertThat(redis.command("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void inMemoryServerIsEmptyAfterRestart() {
        try (RedisServer redis = RedisServer.start(RedisServer.Options.inMemory())) {
            redis.command("SET", "key", "value");
            redis.restart();
            assertThat(redis.command("GET", "key")).isNull();
        }
    }

    @Test
    void pausedServerAnswersNothingUntilItContinues() throws IOException {
        try (RedisServer redis = RedisServer.start(RedisServer.Options.inMemory());
                RedisConnection patient = RedisConnection.open(redis.uri(), Duration.ofSeconds(20))) {
            // Given
            redis.pauseProcess();
            // When
            assertThatThrownBy(() -> {
                        try (RedisConnection hasty = RedisConnection.open(redis.uri(), Duration.ofMillis(200))) {
                            hasty.command("PING");
                        }
                    })
                    .isInstanceOf(IOException.class);
            redis.continueProcess();
            // Then
            assertThat(patient.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void refusesToEvictAtMaxmemory() {
        var options = RedisServer.Options.inMemory().withMaxmemory("2mb");
        try (RedisServer redis = RedisServer.start(options)) {
            // Given
            redis.command("SET", "first", "value");
            // When
            assertThatThrownBy(() -> fill(redis)).hasMessageContaining("OOM");
            // Then
            assertThat(redis.command("GET", "first")).isEqualTo("value");
        }
    }

    private static void fill(RedisServer redis) {
        for (int i = 0; i < 1_000; i++) {
            redis.command("SET", "key" + i, "x".repeat(10_000));
        }
    }

    @Test
    void serverOfADeadOwnerIsStoppedBeforeTheNextStarts() throws Exception {
        var options = RedisServer.Options.durable().withDataDir(directory);
        // Given: a Redis whose owner, another JVM, is gone
        long orphan = OtherJvm.runToItsEnd(OrphanedRedis.class, directory.toString());
        assertThat(ProcessIdentity.of(orphan)).isPresent();
        // When
        try (RedisServer redis = RedisServer.start(options)) {
            // Then
            assertThat(ProcessIdentity.of(orphan)).isEmpty();
            assertThat(redis.command("GET", "left")).isEqualTo("behind");
        }
    }

    @Test
    void portThatIsTakenIsNamedWithTheLog() {
        try (RedisServer first = RedisServer.start(RedisServer.Options.inMemory())) {
            var options = RedisServer.Options.inMemory().withPort(first.port());
            assertThatThrownBy(() -> RedisServer.start(options))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Redis on port " + first.port())
                    .hasMessageContaining("in use");
        }
    }

    /** Starts a Redis, says its pid, and dies as by SIGKILL. */
    static final class OrphanedRedis {
        private OrphanedRedis() {}

        public static void main(String[] arguments) {
            RedisServer redis = RedisServer.start(RedisServer.Options.durable()
                    .withDataDir(Path.of(arguments[0]))
                    .withArguments("--appendfsync", "always"));
            redis.command("SET", "left", "behind");
            System.out.println(redis.pid());
            Runtime.getRuntime().halt(0);
        }
    }
}
