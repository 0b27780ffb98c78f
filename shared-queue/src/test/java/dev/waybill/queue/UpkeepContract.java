package dev.waybill.queue;

import static dev.waybill.queue.Pointers.gmailHistory;
import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static dev.waybill.queue.QueueContract.valid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Upkeep} does. */
public interface UpkeepContract extends QueueContract {

    @Test
    default void whatADeadConsumerHeldIsClaimedAgain() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        claim(2, SHORT_LEASE);

        // When
        List<PointerId> dead = reclaim(2, 3);

        // Then
        assertThat(dead).isEmpty();
        List<Claimed> claimed = claim(2);
        assertThat(ids(claimed))
                .containsExactly(imap(ANNA, 1).id(), imap(ANNA, 2).id());
        assertThat(valid(claimed.getFirst()).crashes()).isEqualTo(1);
        assertThat(valid(claimed.getFirst()).attempts()).isZero();
    }

    @Test
    default void whatWasSettledInTimeIsNotTakenBack() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2), imap(ANNA, 3));
        List<Claimed> claimed = claim(2, SHORT_LEASE);
        queue().claims().ack(receipts(claimed.subList(0, 1)));

        // When
        reclaim(1, 3);

        // Then
        assertThat(drain()).containsExactly(imap(ANNA, 2).id(), imap(ANNA, 3).id());
    }

    @Test
    default void anExtendedLeaseIsNotTakenBack() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        Claimed extended = claim(1, SHORT_LEASE).getFirst();
        queue().claims().extend(List.of(extended.receipt().token()), LONG_LEASE);
        claim(1, SHORT_LEASE);

        // When
        reclaim(1, 3);

        // Then
        assertThat(queue().claims().ack(List.of(extended.receipt()))).isEmpty();
    }

    @Test
    default void aLeaseThatRunsIsLeftAlone() {
        // Given
        enqueue(imap(ANNA, 1));
        claim(1);

        // When
        Upkeep.Reclaimed reclaimed = queue().upkeep().reclaim(100, 3);

        // Then
        assertThat(reclaimed.pointers()).isZero();
        assertThat(reclaimed.dead()).isEmpty();
    }

    @Test
    default void reclaimSaysWhenTheNextLeaseEnds() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        Upkeep.Reclaimed nothing = queue().upkeep().reclaim(100, 3);
        claim(1, Duration.ofMinutes(2));
        List<Claimed> first = claim(1, Duration.ofMinutes(1));

        // When
        Upkeep.Reclaimed two = queue().upkeep().reclaim(100, 3);
        queue().claims().ack(receipts(first));
        Upkeep.Reclaimed one = queue().upkeep().reclaim(100, 3);

        // Then
        assertThat(nothing.nextEnd()).isEmpty();
        assertThat(two.nextEnd().orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
        assertThat(one.nextEnd().orElseThrow()).isBetween(Duration.ofSeconds(110), Duration.ofMinutes(2));
    }

    @Test
    default void whatCrashedTwiceIsClaimedAloneAndOnlyByWhoWouldTakeIt() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        crash(2);
        crash(2);
        enqueue(imap(BERT, 1));

        // When
        Claim without = claimPastSkipped("consumer-1", false);
        Claim first = claimPastSkipped("consumer-1", true);
        Claim second = claimPastSkipped("consumer-2", true);

        // Then
        assertThat(ids(pointersOf(without))).containsExactly(imap(BERT, 1).id());
        assertThat(ids(pointersOf(first))).hasSize(1);
        assertThat(ids(pointersOf(second))).hasSize(1);
        assertThat(valid(pointersOf(first).getFirst()).crashes()).isEqualTo(2);
        assertThat(queue().claims().ack(receipts(pointersOf(first)))).isEmpty();
    }

    private Claim claimPastSkipped(String consumer, boolean takeSuspect) {
        Claim claim = queue().claims().claim(10, LONG_LEASE, consumer, takeSuspect);
        while (claim instanceof Claim.Skipped) {
            claim = queue().claims().claim(10, LONG_LEASE, consumer, takeSuspect);
        }
        return claim;
    }

    @Test
    default void aPoisonPointerDiesAloneAndItsNeighboursLoseNothing() {
        // Given
        PointerId poison = imap(ANNA, 5).id();
        queue().producer().enqueue(imaps(ANNA, 8), Priority.LIVE);

        // When: whoever handles the poison dies with all it holds
        List<PointerId> dead = List.of();
        int done = 0;
        while (done < 7 || dead.isEmpty()) {
            Claim claim = queue().claims().claim(64, SHORT_LEASE, "consumer-1", true);
            List<Claimed> claimed = pointersOf(claim);
            if (ids(claimed).contains(poison)) {
                dead = reclaim(claimed.size(), 3);
            } else {
                done += claimed.size();
                assertThat(queue().claims().ack(receipts(claimed))).isEmpty();
            }
        }

        // Then
        assertThat(dead).containsExactly(poison);
        DeadLetter letter = queue().deadLetters().show(poison).orElseThrow();
        assertThat(letter.reason()).isEqualTo("crash");
        assertThat(letter.crashes()).isEqualTo(5);
        assertThat(letter.consumer()).isEqualTo("consumer-1");
        assertThat(claim(10)).isEmpty();
    }

    @Test
    default void aPoisonDiscoveryIsDelayedInsteadOfDead() {
        // Given
        enqueue(gmailHistory(ANNA, "1"));
        crash(1);
        crash(1);

        // When
        queue().claims().claim(1, LONG_LEASE, "consumer-1", false);
        pointersOf(queue().claims().claim(1, SHORT_LEASE, "consumer-1", true));
        List<PointerId> dead = reclaim(1, 1);

        // Then
        PointerId id = gmailHistory(ANNA, "1").id();
        assertThat(dead).isEmpty();
        assertThat(queue().control().places(List.of(id))).containsEntry(id, Place.DELAYED);
    }

    @Test
    default void whatFallsDueGoesToTheFrontOfItsLane() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 30), Priority.LIVE);
        List<Claimed> claimed = claim(8);
        queue().claims().defer(receipts(claimed.subList(0, 2)), Duration.ofMillis(10), FAILURE);

        // When
        int[] promoted = {0};
        queue().time().until(() -> (promoted[0] += queue().upkeep().promote(10).pointers()) == 2);

        // Then
        List<Claimed> filled = claim(8);
        queue().claims().ack(receipts(claimed.subList(2, 8)));
        assertThat(ids(filled)).isEqualTo(idsOf(imaps(ANNA, 30).subList(8, 10)));
        assertThat(ids(claim(2)))
                .containsExactlyInAnyOrder(imap(ANNA, 1).id(), imap(ANNA, 2).id());
    }

    @Test
    default void promoteSaysWhenSomethingElseFallsDue() {
        // Given
        enqueue(imap(ANNA, 1));
        Upkeep.Promoted nothing = queue().upkeep().promote(10);
        queue().claims().defer(List.of(claimOne().receipt()), Duration.ofMinutes(2), FAILURE);
        queue().holds().hold(BERT, Duration.ofMinutes(1), "throttled");

        // When
        Upkeep.Promoted promoted = queue().upkeep().promote(10);

        // Then
        assertThat(nothing.nextDue()).isEmpty();
        assertThat(promoted.pointers()).isZero();
        assertThat(promoted.nextDue().orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
    }

    /** Claims so many that the consumer dies with. */
    default void crash(int pointers) {
        List<Claimed> claimed = claim(pointers, SHORT_LEASE);
        assertThat(claimed).hasSize(pointers);
        reclaim(pointers, 3);
    }
}
