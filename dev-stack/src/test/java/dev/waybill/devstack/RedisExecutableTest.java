package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisExecutableTest {
    @Test
    void embeddedOneIsUnpackedWhereNoneIsInstalled() {
        assertThat(RedisExecutable.embedded())
                .hasValueSatisfying(program -> assertThat(program).isExecutable());
    }

    @Test
    void embeddedOneGoesBeforeTheInstalledOne() {
        Path withAll = RedisExecutable.search(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        assertThat(withAll).isEqualTo(RedisExecutable.embedded().orElseThrow());
    }

    @Test
    void namedOneGoesBeforeBoth() {
        Path named =
                RedisExecutable.search(Map.of("WAYBILL_REDIS_SERVER", "/opt/redis/redis-server", "PATH", "/usr/bin"));
        assertThat(named).isEqualTo(Path.of("/opt/redis/redis-server"));
    }
}
