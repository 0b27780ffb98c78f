package dev.waybill.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestServersTest {

    @Test
    void everyFreshDatabaseIsEmptyAndApart() throws SQLException {
        TestServers.TestDatabase one = TestServers.freshDatabase();
        TestServers.TestDatabase other = TestServers.freshDatabase();
        try (Connection connection = one.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE here (word text)");
        }
        try (Connection connection = other.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE here (word text)");
            assertThat(connection.getCatalog()).startsWith("test_");
        }
    }

    @Test
    void everyFreshRedisDatabaseIsEmptyAndApart() throws IOException {
        TestServers.TestRedis redis = TestServers.redis();
        try (RedisConnection one = RedisConnection.open(redis.freshDatabase(), Duration.ofSeconds(5));
                RedisConnection other = RedisConnection.open(redis.freshDatabase(), Duration.ofSeconds(5))) {
            one.command("SET", "key", "value");
            assertThat(other.command("GET", "key")).isNull();
            assertThat(one.command("GET", "key")).isEqualTo("value");
        }
    }

    @Test
    void serversAreSharedWithinAJvm() {
        assertThat(TestServers.redis()).isSameAs(TestServers.redis());
        assertThat(TestServers.postgres()).isSameAs(TestServers.postgres());
    }
}
