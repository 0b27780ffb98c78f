package dev.waybill.consumer.rate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.Mailbox;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RedisRateBudgetTest {
    private static Vertx vertx;
    private static Redis redis;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        redis = Redis.createClient(vertx, TestServers.redis().uri().toString());
    }

    @AfterAll
    static void stop() {
        redis.close();
        vertx.close();
    }

    @Test
    void consumersShareWhatAMailboxIsGranted() {
        // Given
        RateGrants grants = new RateGrants(1_000, 6_000);
        RateBudget one = new RedisRateBudget(redis, grants, Duration.ofSeconds(5));
        RateBudget other = new RedisRateBudget(redis, grants, Duration.ofSeconds(5));
        Mailbox gmail = mailbox(new Connection.Gmail("a@example.org"));

        // When
        int taken = 0;
        Optional<Duration> wait = Optional.empty();
        while (wait.isEmpty()) {
            wait = (taken % 2 == 0 ? one : other).take(gmail, 100);
            taken += wait.isEmpty() ? 1 : 0;
        }

        // Then: 1,200 at once, and 80 in each second that the loop took
        assertThat(taken).isBetween(12, 60);
        assertThat(wait.get()).isBetween(Duration.ofMillis(1), Duration.ofMillis(1_300));
        assertThat(one.take(mailbox(new Connection.Gmail("b@example.org")), 100))
                .isEmpty();
    }

    @Test
    void noWindowSeesMoreThanItsGrant() {
        for (RateGrants.Bucket bucket : List.of(
                new RateGrants(10_000, 6_000).of(mailbox(graph())).orElseThrow(),
                new RateGrants(100, 6_000).of(mailbox(graph())).orElseThrow())) {
            double inTenMinutes =
                    bucket.most() + bucket.perMilli() * Duration.ofMinutes(10).toMillis();
            assertThat(inTenMinutes).isIn(10_000.0, 100.0);
        }
    }

    @Test
    void whatIsNotCountedIsNotRefused() {
        // Given
        RateBudget budget = new RedisRateBudget(redis, new RateGrants(100, 500), Duration.ofSeconds(5));
        Mailbox imap = mailbox(new Connection.Imap("localhost", 143, Connection.Security.NONE, "user"));

        // Then
        for (int i = 0; i < 200; i++) {
            assertThat(budget.take(imap, 100)).isEmpty();
        }
    }

    @Test
    void absentRedisRefusesNothing() {
        // Given
        Redis nobody = Redis.createClient(vertx, "redis://127.0.0.1:1");
        RateBudget budget = new RedisRateBudget(nobody, new RateGrants(100, 500), Duration.ofSeconds(2));

        // Then
        assertThat(budget.take(mailbox(graph()), 2)).isEmpty();
        nobody.close();
    }

    private static Connection graph() {
        return new Connection.Graph(GraphCloud.GLOBAL, "a@example.org");
    }

    private static Mailbox mailbox(Connection connection) {
        return new Mailbox(
                UUID.randomUUID(),
                "default",
                "a@example.org",
                connection,
                List.of("inbox"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
    }
}
