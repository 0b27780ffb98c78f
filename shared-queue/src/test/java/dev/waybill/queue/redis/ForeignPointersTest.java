package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.PointerCodec;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in Redis was not always written by this version, nor by us. */
final class ForeignPointersTest {
    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings();
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings));

    @BeforeEach
    void aBatchOfFive() {
        queue.producer().enqueue(Pointers.imaps(ANNA, 5), Priority.LIVE);
    }

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void oneUnreadableBodyDoesNotStopTheOthers() {
        // Given
        body(2, "l{\"v\":2,\"kind\":\"imap\",\"enqueuedAt\":17}");
        body(3, "lnot json");
        redis.command("HDEL", settings.keys().prefix() + "body", id(4).value());

        // When
        List<Claimed> claimed = pointersOf(queue.claims().claim(10, LONG_LEASE, "consumer-1", false));

        // Then
        assertThat(claimed).hasSize(5);
        assertThat(claimed.get(0)).isInstanceOf(Claimed.Valid.class);
        assertThat(claimed.get(1))
                .isInstanceOfSatisfying(
                        Claimed.Unknown.class,
                        unknown -> assertThat(unknown.enqueuedAt()).isEqualTo(17));
        assertThat(claimed.get(2))
                .isInstanceOfSatisfying(
                        Claimed.Broken.class, broken -> assertThat(broken.raw()).isEqualTo("not json"));
        assertThat(claimed.get(3)).isInstanceOf(Claimed.Broken.class);
        assertThat(claimed.get(4)).isInstanceOf(Claimed.Valid.class);
    }

    @Test
    void anOverlongBodyIsBrokenShownInPartAndLeavesTheOthersAlone() {
        // Given
        body(3, "l" + PointerCodec.encode(imap(ANNA, 3)) + " ".repeat(5_000));

        // When
        List<Claimed> claimed = pointersOf(queue.claims().claim(10, LONG_LEASE, "consumer-1", false));

        // Then
        assertThat(claimed)
                .hasSize(5)
                .filteredOn(Claimed.Valid.class::isInstance)
                .hasSize(4);
        assertThat(claimed.get(2))
                .isInstanceOfSatisfying(
                        Claimed.Broken.class, broken -> assertThat(broken.raw()).hasSize(1_024));
    }

    @Test
    void anUnreadableBodyCanBeDeadLetteredShownAndDropped() {
        // Given
        body(1, "l{\"v\":1");
        Claimed broken = pointersOf(queue.claims().claim(1, LONG_LEASE, "consumer-1", false))
                .getFirst();

        // When
        boolean dead = queue.claims().deadLetter(broken.receipt(), FAILURE);

        // Then
        DeadLetter letter = queue.deadLetters().show(id(1)).orElseThrow();
        assertThat(dead).isTrue();
        assertThat(letter.body()).isEqualTo("{\"v\":1");
        assertThat(letter.firstSeen()).isEqualTo(letter.diedAt());
        assertThat(queue.deadLetters().drop(List.of(id(1)))).containsExactly(id(1));
    }

    @Test
    void anUnreadableBodyCanBeDeferredReleasedAndReplayed() {
        // Given
        body(1, "");
        var claims = queue.claims();

        // When
        claims.release(receiptOfOne());
        claims.defer(receiptOfOne(), Duration.ZERO, FAILURE);
        queue.time().until(() -> queue.upkeep().promote(10).pointers() == 1);
        claims.deadLetter(receiptOfOne().getFirst(), FAILURE);
        queue.deadLetters().replay(List.of(id(1)));

        // Then
        List<Claimed> claimed = pointersOf(claims.claim(10, LONG_LEASE, "consumer-1", false));
        assertThat(claimed)
                .hasSize(5)
                .filteredOn(Claimed.Broken.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aPointerWithoutABodyCanBeReleased() {
        // Given
        redis.command("HDEL", settings.keys().prefix() + "body", id(1).value());

        // When
        queue.claims().release(receiptOfOne());

        // Then
        List<Claimed> claimed = pointersOf(queue.claims().claim(10, LONG_LEASE, "consumer-1", false));
        assertThat(claimed)
                .hasSize(5)
                .filteredOn(Claimed.Broken.class::isInstance)
                .hasSize(1);
    }

    private List<Receipt> receiptOfOne() {
        List<Claimed> all = pointersOf(queue.claims().claim(10, LONG_LEASE, "consumer-1", false));
        List<Receipt> others = all.stream()
                .map(Claimed::receipt)
                .filter(receipt -> !receipt.id().equals(id(1)))
                .toList();
        queue.claims().release(others);
        return all.stream()
                .map(Claimed::receipt)
                .filter(receipt -> receipt.id().equals(id(1)))
                .toList();
    }

    private void body(long uid, String content) {
        redis.command("HSET", settings.keys().prefix() + "body", id(uid).value(), content);
    }

    private static PointerId id(long uid) {
        return imap(ANNA, uid).id();
    }
}
