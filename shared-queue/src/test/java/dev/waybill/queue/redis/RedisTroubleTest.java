package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the queue when Redis or the way to it fails. */
@Timeout(60)
final class RedisTroubleTest {
    private final RedisServer server = RedisServer.start(RedisServer.Options.durable());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));
    private final QueueUnderTest impatient =
            RedisFixture.underTest(redis.queue(settings.withCommandTimeout(Duration.ofMillis(400))));

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void flushedScriptsAreLoadedByTheNextCall() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 4), Priority.LIVE);
        redis.command("SCRIPT", "FLUSH");

        // When
        List<Claimed> first = claim(2);
        redis.command("SCRIPT", "FLUSH");
        List<Claimed> second = claim(2);
        redis.command("SCRIPT", "FLUSH");
        List<Claimed> all = new ArrayList<>(first);
        all.addAll(second);
        var stale = queue.claims().ack(receipts(all));

        // Then
        assertThat(all).hasSize(4);
        assertThat(stale).isEmpty();
    }

    @Test
    void aKilledConnectionIsReplaced() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 4), Priority.LIVE);

        // When
        redis.command("CLIENT", "KILL", "TYPE", "normal");

        // Then
        RedisFixture.until(answers(() -> claim(4).size() == 4));
    }

    @Test
    void aRestartedRedisHasTheQueueAndTheClientFindsItAgain() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
        List<Claimed> claimed = claim(3);

        // When
        server.restart();

        // Then
        RedisFixture.until(answers(() -> queue.claims().ack(receipts(claimed)).isEmpty()));
        assertThat(queue.control().stats().waiting() + queue.control().stats().ready())
                .isEqualTo(17);
    }

    @Test
    void aRedisThatIsAwayIsReportedInWordsAndInTime() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 1), Priority.LIVE);
        server.kill();

        // When, Then
        long start = System.nanoTime();
        assertThatThrownBy(() -> claim(impatient, 1))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("claim by consumer-1 failed");
        assertThatThrownBy(() -> impatient.doorbell().await(Duration.ofSeconds(2)))
                .isInstanceOf(QueueUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aRedisThatIsSilentIsGivenUpAfterTheTimeout() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 1), Priority.LIVE);
        server.pauseProcess();

        // When, Then
        assertThatThrownBy(() -> impatient.producer().enqueue(List.of(imap(ANNA, 2)), Priority.LIVE))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessage("enqueue of 1 pointer failed: Redis did not answer within 400 ms");

        // And when it goes on, nothing is lost, and sending it again does no harm
        server.continueProcess();
        RedisFixture.until(answers(() -> queue.producer().enqueue(List.of(imap(ANNA, 2)), Priority.LIVE) != null));
        assertThat(claim(10)).hasSize(2);
    }

    @Test
    void aClaimWhoseAnswerCameTooLateIsGivenBackUncounted() {
        // Given
        queue.producer().enqueue(imaps(ANNA, 5), Priority.LIVE);
        impatientClaimsOne();
        server.pauseProcess();

        // When
        assertThatThrownBy(() -> claim(impatient, 4)).isInstanceOf(QueueUnavailableException.class);
        server.continueProcess();

        // Then
        List<Claimed> claimed = new ArrayList<>();
        RedisFixture.until(answers(() -> {
            claimed.addAll(claim(10));
            return claimed.size() == 4;
        }));
        assertThat(claimed)
                .allSatisfy(c -> assertThat(((Claimed.Valid) c).crashes()).isZero());
    }

    @Test
    void aConnectionIsGivenBackHoweverItsCallEnded() {
        // Given: a client that does not make up for lost connections by closing idle ones
        try (RedisFixture keeping = new RedisFixture(server.uri(), Duration.ofMinutes(5))) {
            QueueUnderTest kept = RedisFixture.underTest(keeping.queue(settings));
            redis.command("SET", settings.keys().ready(), "not a list");

            // When, Then: more calls than the client has connections
            for (int call = 0; call < 2 * RedisFixture.CONNECTIONS; call++) {
                assertThatThrownBy(() -> claim(kept, 1)).isInstanceOf(QueueScriptException.class);
                assertThat(kept.holds().held()).isEmpty();
            }
        }
    }

    @Test
    void anInterruptEndsAWaitAndIsKept() {
        // Given: an answer that has come already is taken, interrupted or not
        server.pauseProcess();
        Thread.currentThread().interrupt();

        // When, Then
        assertThatThrownBy(() -> claim(1))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aKeyOfAnotherTypeIsADefectAndNotAnOutage() {
        // Given
        redis.command("SET", settings.keys().ready(), "not a list");

        // When, Then
        assertThatThrownBy(() -> claim(1)).isInstanceOf(QueueScriptException.class);
    }

    private List<Claimed> claim(int max) {
        return claim(queue, max);
    }

    private static List<Claimed> claim(QueueUnderTest queue, int max) {
        return pointersOf(queue.claims().claim(max, LONG_LEASE, "consumer-1", false));
    }

    /** Its first calls may be slow: what follows is about Redis, not about a machine that warms up. */
    private void impatientClaimsOne() {
        RedisFixture.until(answers(() -> claim(impatient, 1).size() == 1));
    }

    /** While Redis comes back, calls fail; afterwards the condition decides. */
    private static BooleanSupplier answers(BooleanSupplier condition) {
        return () -> {
            try {
                return condition.getAsBoolean();
            } catch (QueueScriptException defect) {
                throw defect;
            } catch (QueueException notYet) {
                return false;
            }
        };
    }
}
