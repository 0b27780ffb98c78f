package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.SHORT_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.RedisTls;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TLS, and a user who may do no more to Redis than the queue needs. */
@Timeout(60)
final class SecuredRedisTest {
    private final RedisTls tls = RedisTls.start();

    @AfterEach
    void stop() {
        tls.close();
    }

    @Test
    void theWholeQueueWorksOverTlsForAUserOfItsKeysOnly() throws InterruptedException {
        // Given
        tls.server().command(RedisFixture.user("waybill"));
        try (RedisFixture redis = as("waybill", "secret")) {
            QueueSettings settings = RedisFixture.freshSettings();
            RedisQueue adapter = redis.queue(settings);
            QueueUnderTest queue = RedisFixture.underTest(adapter);

            // When
            queue.producer().enqueue(imaps(ANNA, 10), Priority.LIVE);
            queue.doorbell().await(Duration.ofMillis(50));
            List<Claimed> claimed = pointersOf(queue.claims().claim(5, LONG_LEASE, "consumer-1", true));
            queue.claims().ack(receipts(claimed.subList(0, 2)));
            queue.claims().retry(claimed.get(2).receipt(), Duration.ZERO, FAILURE, 5);
            queue.claims().deadLetter(claimed.get(3).receipt(), FAILURE);
            queue.claims().release(receipts(claimed.subList(4, 5)));
            queue.claims().claim(1, SHORT_LEASE, "dies", false);
            int[] moved = {0};
            RedisFixture.until(() -> (moved[0] += queue.upkeep().reclaim(10, 3).pointers()) == 1);
            RedisFixture.until(() -> queue.upkeep().promote(10).pointers() == 1
                    || queue.control().stats().delayed() == 0);
            queue.holds().hold(ANNA, Duration.ofMinutes(1), "throttled");
            queue.holds().resume(ANNA);
            queue.deadLetters().replay(List.of(claimed.get(3).receipt().id()));
            queue.control().pause("Eva");
            queue.control().resume();

            // Then
            assertThat(queue.control().mailbox(ANNA).waiting()).isEqualTo(8);
            assertThat(adapter.safety().check()).anyMatch(warning -> warning.contains("appendonly is no"));
        }
    }

    @Test
    void aWrongPasswordIsToldInWordsWithoutThePassword() {
        try (RedisFixture redis = as("waybill", "guessed")) {
            QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));

            assertThatThrownBy(() -> queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("credentials")
                    .hasMessageNotContaining("guessed");
        }
    }

    private RedisFixture as(String user, String password) {
        String uri = tls.uri(user, password).toString();
        return new RedisFixture(Duration.ofSeconds(5), options -> {
            options.setConnectionString(uri);
            options.getNetClientOptions()
                    .setHostnameVerificationAlgorithm("HTTPS")
                    .setTrustOptions(
                            new PemTrustOptions().addCertPath(tls.certificate().toString()));
            return options;
        });
    }
}
