package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.BERT;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.SHORT_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A full Redis refuses producers and lets consumers drain it. */
final class MaxmemoryTest {
    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));
    private List<Claimed> held;
    private List<Claimed> expired;

    @BeforeEach
    void fill() {
        queue.holds().setLimit(ANNA, 100);
        queue.producer().enqueue(imaps(ANNA, 200), Priority.LIVE);
        held = pointersOf(queue.claims().claim(20, LONG_LEASE, "consumer-1", true));
        expired = pointersOf(queue.claims().claim(5, SHORT_LEASE, "consumer-2", true));
        queue.holds().hold(BERT, Duration.ofMillis(1), "throttled");
        redis.command("CONFIG", "SET", "maxmemory", "1kb");
    }

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void aFullRedisRefusesProducersAndWritesNothing() {
        // Given
        QueueStats before = queue.control().stats();
        PositionMove move = new PositionMove("anna/INBOX", "", "7:9");

        // When, Then
        assertThatThrownBy(() -> queue.producer().enqueue(List.of(imap(BERT, 1)), Priority.LIVE))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("enqueue of 1 pointer refused: Redis is at maxmemory");
        assertThatThrownBy(() -> queue.producer().enqueue(List.of(imap(BERT, 1)), Priority.LIVE, move))
                .isInstanceOf(QueueFullException.class);
        assertThatThrownBy(() -> queue.producer().enqueue(List.of(), Priority.LIVE, move))
                .isInstanceOf(QueueFullException.class);
        assertThatThrownBy(() -> queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE))
                .as("the mark of a pointer in flight is a write too")
                .isInstanceOf(QueueFullException.class);
        QueueStats after = queue.control().stats();
        assertThat(after.waiting()).isEqualTo(before.waiting());
        assertThat(after.ready()).isEqualTo(before.ready());
        assertThat(queue.producer().position("anna/INBOX")).isEmpty();
    }

    @Test
    void whatWaitsAlreadyIsStillAccepted() {
        assertThat(queue.producer().enqueue(List.of(imap(ANNA, 150)), Priority.LIVE))
                .isEqualTo(new Enqueue.Accepted(0, 1, 0, 0));
    }

    @Test
    void everyVerbOfAConsumerGoesOn() throws InterruptedException {
        Claims claims = queue.claims();

        queue.doorbell().await(Duration.ofMillis(50));
        List<Claimed> more = pointersOf(claims.claim(10, LONG_LEASE, "consumer-1", true));
        assertThat(more).hasSize(10);
        assertThat(claims.extend(List.of(held.getFirst().receipt().token()), LONG_LEASE))
                .isEmpty();
        assertThat(claims.ack(receipts(held.subList(0, 10)))).isEmpty();
        assertThat(claims.retry(held.get(10).receipt(), Duration.ZERO, FAILURE, 5))
                .isEqualTo(Claims.Retried.DELAYED);
        assertThat(claims.retry(held.get(11).receipt(), Duration.ZERO, FAILURE, 1))
                .isEqualTo(Claims.Retried.DEAD);
        assertThat(claims.defer(receipts(held.subList(12, 14)), Duration.ZERO, FAILURE))
                .isEmpty();
        assertThat(claims.deadLetter(held.get(14).receipt(), FAILURE)).isTrue();
        assertThat(claims.release(receipts(held.subList(15, 17)))).isEmpty();
    }

    @Test
    void upkeepAndOperatorsGoOn() {
        int[] moved = {0};
        queue.time().until(() -> (moved[0] += queue.upkeep().reclaim(100, 3).pointers()) == expired.size());
        queue.time().until(() -> queue.upkeep().promote(100).holds() == 1);
        queue.claims().defer(receipts(held.subList(1, 2)), Duration.ZERO, FAILURE);
        queue.time().until(() -> queue.upkeep().promote(100).pointers() == 1);
        queue.claims().deadLetter(held.getFirst().receipt(), FAILURE);
        queue.claims().deadLetter(held.getLast().receipt(), FAILURE);

        queue.holds().hold(BERT, Duration.ofHours(1), "throttled");
        queue.holds().holdUntilResumed(BERT, "paused by Eva");
        assertThat(queue.holds().resume(BERT)).isTrue();
        queue.holds().setLimit(ANNA, 3);
        assertThat(queue.control().pause("Eva")).isTrue();
        assertThat(queue.control().resume()).isTrue();
        assertThat(queue.deadLetters().replay(List.of(held.getFirst().receipt().id())))
                .hasSize(1);
        assertThat(queue.deadLetters().drop(List.of(held.getLast().receipt().id())))
                .hasSize(1);
        assertThat(queue.control().stats().dead()).isZero();
    }
}
