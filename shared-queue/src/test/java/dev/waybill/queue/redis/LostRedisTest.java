package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redis came back with nothing, or with what it knew some seconds ago. */
@Timeout(60)
final class LostRedisTest {
    private static final String FOLDER = "anna/INBOX";

    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));
    private final QueueSnapshot snapshot = new QueueSnapshot(redis, settings.keys(), List.of(ANNA));

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void aWipedQueueIsHealthyAndItsProducersAreToldToReadAgain() {
        // Given
        enqueue(imaps(ANNA, 12), "", "7:12");
        List<Claimed> held = claim();
        redis.command("FLUSHALL");

        // When
        var stale = queue.claims().ack(receipts(held));
        var lost = queue.claims().extend(List.of(held.getFirst().receipt().token()), LONG_LEASE);
        Enqueue refused = enqueue(List.of(imap(ANNA, 13)), "7:12", "7:13");

        // Then
        assertThat(stale).hasSameElementsAs(receipts(held));
        assertThat(lost).hasSize(1);
        assertThat(refused).isEqualTo(new Enqueue.PositionMismatch(""));
        snapshot.check(queue, "after the wipe");

        // And when the producer reads again
        assertThat(enqueue(imaps(ANNA, 13), "", "7:13")).isEqualTo(new Enqueue.Accepted(13, 0, 0, 0));
        List<Claimed> again = claim();
        assertThat(again.getFirst().receipt().token().value())
                .as("the token rises, though its counter is gone")
                .isGreaterThan(held.getFirst().receipt().token().value());
        assertThat(queue.claims().ack(receipts(held)))
                .as("the old token settles nothing")
                .hasSize(8);
        snapshot.check(queue, "after the refill");
    }

    @Test
    void aQueueThatFellBackIsHealthyAndItsProducersAreToldToReadAgain() {
        // Given
        enqueue(imaps(ANNA, 6), "", "7:6");
        List<Claimed> before = pointersOf(queue.claims().claim(2, LONG_LEASE, "consumer-1", false));
        server.command("SAVE");
        List<Claimed> after = claim();
        queue.claims().ack(receipts(before));
        enqueue(List.of(imap(ANNA, 7)), "7:6", "7:7");

        // When
        server.kill();
        server.restart();
        RedisFixture.until(this::answers);
        Enqueue refused = enqueue(List.of(imap(ANNA, 8)), "7:7", "7:8");

        // Then
        assertThat(refused).isEqualTo(new Enqueue.PositionMismatch("7:6"));
        assertThat(queue.claims().ack(receipts(after)))
                .as("a claim that Redis forgot settles nothing")
                .hasSize(4);
        List<Claimed> again = claim();
        assertThat(ids(again))
                .as("what was claimed after the snapshot is claimable again")
                .isEqualTo(ids(after));
        assertThat(again.getFirst().receipt().token().value())
                .as("the token rises, though its counter fell back")
                .isGreaterThan(after.getFirst().receipt().token().value());
        assertThat(enqueue(List.of(imap(ANNA, 7), imap(ANNA, 8)), "7:6", "7:8"))
                .isEqualTo(new Enqueue.Accepted(2, 0, 0, 0));
        assertThat(queue.claims().ack(receipts(before)))
                .as("the claim that Redis remembers is acked anew")
                .isEmpty();
        assertThat(ids(claim())).isEqualTo(idsOf(List.of(imap(ANNA, 7), imap(ANNA, 8))));
        snapshot.check(queue, "after the fall");
    }

    private boolean answers() {
        try {
            return queue.control().stats() != null;
        } catch (QueueScriptException defect) {
            throw defect;
        } catch (QueueException notYet) {
            return false;
        }
    }

    private Enqueue enqueue(List<Pointer> pointers, String expected, String next) {
        return queue.producer().enqueue(pointers, Priority.LIVE, new PositionMove(FOLDER, expected, next));
    }

    private List<Claimed> claim() {
        return pointersOf(queue.claims().claim(20, LONG_LEASE, "consumer-1", false));
    }
}
