package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.dead;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two who do the same at once: one effect, and nothing is stranded. */
@Timeout(120)
final class RacesTest {
    private static final int POINTERS = 2_000;
    private static final List<UUID> MAILBOXES =
            IntStream.range(0, 25).mapToObj(i -> new UUID(7, i)).toList();

    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueSettings settings = RedisFixture.freshSettings().withDefaultLimit(100);
    private final SteppedClock clock = new SteppedClock(redis, settings.keys());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings, SteppedClock.scripts()));

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void twoReclaimersTakeEachPointerBackOnce() throws Exception {
        // Given
        List<Claimed> claimed = enqueueAndClaimAll();
        clock.advance(LONG_LEASE.plusSeconds(1));

        // When
        List<Integer> moved = InParallel.run(2, reclaimer -> () -> {
            int sum = 0;
            for (int slice = queue.upkeep().reclaim(20, 3).pointers();
                    slice > 0;
                    slice = queue.upkeep().reclaim(20, 3).pointers()) {
                sum += slice;
            }
            return sum;
        });

        // Then
        assertThat(moved.get(0) + moved.get(1)).isEqualTo(POINTERS);
        assertThat(queue.control().stats().inFlight()).isZero();
        check();
        List<Claimed> again = claimAll();
        assertThat(ids(again)).containsExactlyInAnyOrderElementsOf(ids(claimed));
        assertThat(again)
                .allSatisfy(c -> assertThat(((Claimed.Valid) c).crashes()).isEqualTo(1));
        check();
    }

    @Test
    void twoPromotersBringEachPointerBackOnce() throws Exception {
        // Given
        List<Claimed> claimed = enqueueAndClaimAll();
        for (int from = 0; from < POINTERS; from += 100) {
            queue.claims().defer(receipts(claimed.subList(from, from + 100)), Duration.ofSeconds(1), FAILURE);
        }
        clock.advance(Duration.ofSeconds(2));

        // When
        List<Integer> moved = InParallel.run(2, promoter -> () -> {
            int sum = 0;
            for (int slice = queue.upkeep().promote(20).pointers();
                    slice > 0;
                    slice = queue.upkeep().promote(20).pointers()) {
                sum += slice;
            }
            return sum;
        });

        // Then
        assertThat(moved.get(0) + moved.get(1)).isEqualTo(POINTERS);
        assertThat(ids(claimAll())).containsExactlyInAnyOrderElementsOf(ids(claimed));
        check();
    }

    @Test
    void twoReplaysMoveEachDeadLetterOnce() throws Exception {
        // Given
        List<Claimed> claimed = enqueueAndClaimAll().subList(0, 600);
        claimed.forEach(c -> queue.claims().deadLetter(c.receipt(), FAILURE));
        List<PointerId> dead =
                dead(queue.deadLetters(), 1_000).stream().map(DeadLetter::id).toList();

        // When
        List<Set<PointerId>> moved =
                InParallel.run(2, operator -> () -> queue.deadLetters().replay(dead));

        // Then
        List<PointerId> both = new ArrayList<>(moved.get(0));
        both.addAll(moved.get(1));
        assertThat(both).containsExactlyInAnyOrderElementsOf(ids(claimed));
        assertThat(ids(claimAll())).containsExactlyInAnyOrderElementsOf(ids(claimed));
        assertThat(queue.deadLetters().count()).isZero();
        check();
    }

    @Test
    void aReplayThatRacesADropMovesOrForgetsEachDeadLetter() throws Exception {
        // Given
        List<Claimed> claimed = enqueueAndClaimAll().subList(0, 600);
        claimed.forEach(c -> queue.claims().deadLetter(c.receipt(), FAILURE));

        // When
        List<Set<PointerId>> moved = InParallel.run(
                2,
                operator -> () -> operator == 0
                        ? queue.deadLetters().replay(ids(claimed))
                        : queue.deadLetters().drop(ids(claimed)));

        // Then
        assertThat(moved.get(0).size() + moved.get(1).size()).isEqualTo(600);
        assertThat(queue.deadLetters().drop(ids(claimed)))
                .as("dropped after the race")
                .isEmpty();
        assertThat(queue.deadLetters().replay(ids(claimed)))
                .as("replayed after the race")
                .isEmpty();
        assertThat(ids(claimAll())).containsExactlyInAnyOrderElementsOf(moved.get(0));
        check();
    }

    @Test
    void aHoldThatRacesAResumeStrandsNothing() throws Exception {
        // Given
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 1; i <= POINTERS; i++) {
            pointers.add(imap(ANNA, i));
        }
        queue.holds().setLimit(ANNA, 5);
        Queue<PointerId> done = new ConcurrentLinkedQueue<>();
        AtomicInteger producing = new AtomicInteger(1);

        // When
        InParallel.run(4, role -> () -> {
            switch (role) {
                case 0 -> {
                    for (int from = 0; from < POINTERS; from += 10) {
                        queue.producer().enqueue(pointers.subList(from, from + 10), Priority.LIVE);
                    }
                    producing.set(0);
                }
                case 1 -> {
                    while (producing.get() == 1) {
                        queue.holds().holdUntilResumed(ANNA, "paused by Eva");
                    }
                }
                case 2 -> {
                    while (producing.get() == 1) {
                        queue.holds().resume(ANNA);
                    }
                }
                default -> {
                    while (producing.get() == 1) {
                        done.addAll(ackAll());
                    }
                }
            }
            return role;
        });
        // All that is left waits in the lane, so that only a resume can bring it back.
        queue.holds().holdUntilResumed(ANNA, "paused by Eva");
        Pointer last = imap(ANNA, POINTERS + 1);
        queue.producer().enqueue(List.of(last), Priority.LIVE);
        pointers.add(last);
        done.addAll(ackAll());
        queue.holds().resume(ANNA);
        for (List<PointerId> acked = ackAll(); !acked.isEmpty(); acked = ackAll()) {
            done.addAll(acked);
        }

        // Then
        assertThat(done).containsExactlyInAnyOrderElementsOf(idsOf(pointers));
        new QueueSnapshot(redis, settings.keys(), List.of(ANNA)).check(queue, "after the race");
    }

    private List<PointerId> ackAll() {
        Claim claim = queue.claims().claim(20, LONG_LEASE, "consumer-1", false);
        while (claim instanceof Claim.Skipped) {
            claim = queue.claims().claim(20, LONG_LEASE, "consumer-1", false);
        }
        List<Claimed> claimed = pointersOf(claim);
        assertThat(queue.claims().ack(receipts(claimed))).isEmpty();
        return ids(claimed);
    }

    private List<Claimed> enqueueAndClaimAll() {
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < POINTERS; i++) {
            pointers.add(imap(MAILBOXES.get(i % MAILBOXES.size()), i + 1L));
        }
        queue.producer().enqueue(pointers.subList(0, 1_000), Priority.LIVE);
        queue.producer().enqueue(pointers.subList(1_000, POINTERS), Priority.LIVE);
        List<Claimed> claimed = claimAll();
        assertThat(claimed).hasSize(POINTERS);
        return claimed;
    }

    private List<Claimed> claimAll() {
        List<Claimed> all = new ArrayList<>();
        while (queue.claims().claim(20, LONG_LEASE, "consumer-1", false) instanceof Claim.Taken taken) {
            all.addAll(taken.pointers());
        }
        return all;
    }

    private void check() {
        new QueueSnapshot(redis, settings.keys(), MAILBOXES).withLimit(100).check(queue, "after the race");
    }
}
