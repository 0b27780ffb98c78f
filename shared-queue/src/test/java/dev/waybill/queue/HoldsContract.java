package dev.waybill.queue;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Holds} does. */
public interface HoldsContract extends QueueContract {

    @Test
    default void whatAHeldMailboxHasReadyGoesBackToItsLane() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 3), Priority.LIVE);
        enqueue(imap(BERT, 1));

        // When
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");
        List<Claimed> claimed = claim(10);
        Claim nothing = queue().claims().claim(10, LONG_LEASE, "consumer-1", false);

        // Then
        assertThat(ids(claimed)).containsExactly(imap(BERT, 1).id());
        assertThat(nothing).isEqualTo(new Claim.Empty());
        assertThat(queue().control().mailbox(ANNA)).isEqualTo(new QueueControl.MailboxStats(3, 0, 0, 0, true));
    }

    @Test
    default void aClaimThatOnlyMetHeldMailboxesIsSkippedAndNotEmpty() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 3), Priority.LIVE);
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");

        // When
        Claim claim = queue().claims().claim(10, LONG_LEASE, "consumer-1", false);

        // Then
        assertThat(claim).isEqualTo(new Claim.Skipped(3));
    }

    @Test
    default void whatArrivesForAHeldMailboxWaits() {
        // Given
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");

        // When
        Enqueue.Accepted accepted = enqueue(imap(ANNA, 1));

        // Then
        assertThat(accepted.queued()).isEqualTo(1);
        assertThat(queue().claims().claim(10, LONG_LEASE, "consumer-1", false)).isEqualTo(new Claim.Empty());
    }

    @Test
    default void whatIsInFlightOfAHeldMailboxCanBeSettled() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        List<Claimed> claimed = claim(2);
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");

        // When
        var stale = queue().claims().ack(receipts(claimed.subList(0, 1)));
        var released = queue().claims().release(receipts(claimed.subList(1, 2)));

        // Then
        assertThat(stale).isEmpty();
        assertThat(released).isEmpty();
        assertThat(claim(10)).isEmpty();
    }

    @Test
    default void aResumedMailboxGoesOnInOrder() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");
        claim(10);

        // When
        boolean resumed = queue().holds().resume(ANNA);
        boolean again = queue().holds().resume(ANNA);

        // Then
        assertThat(resumed).isTrue();
        assertThat(again).isFalse();
        assertThat(drain()).isEqualTo(idsOf(imaps(ANNA, 20)));
    }

    @Test
    default void aDueHoldEnds() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().holds().hold(ANNA, Duration.ofMillis(30), "throttled");
        List<Claimed> early = claim(1);

        // When
        queue().time().until(() -> queue().upkeep().promote(10).holds() == 1);

        // Then
        assertThat(early).isEmpty();
        assertThat(claim(1)).hasSize(1);
        assertThat(queue().holds().held()).isEmpty();
    }

    @Test
    default void aHoldNeverShortensOne() {
        // Given
        queue().holds().hold(ANNA, Duration.ofHours(2), "quota");
        long until = queue().holds().held().getFirst().untilMillis();

        // When
        queue().holds().hold(ANNA, Duration.ofHours(1), "throttled");
        List<Holds.Hold> shorter = queue().holds().held();
        queue().holds().holdUntilResumed(ANNA, "paused by Eva");
        queue().holds().hold(ANNA, Duration.ofHours(3), "throttled");

        // Then
        assertThat(shorter).containsExactly(new Holds.Hold(MailboxKey.of(ANNA), until, "quota"));
        assertThat(queue().holds().held())
                .containsExactly(new Holds.Hold(MailboxKey.of(ANNA), Long.MAX_VALUE, "paused by Eva"));
    }

    @Test
    default void aHigherLimitGivesMorePlacesAtOnce() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 40), Priority.LIVE);
        claim(8);

        // When
        queue().holds().setLimit(ANNA, 20);

        // Then
        assertThat(claim(40)).hasSize(12);
    }

    @Test
    default void aLowerLimitTakesNothingBackAndThenHolds() {
        // Given
        queue().holds().setLimit(ANNA, 4);
        queue().producer().enqueue(imaps(ANNA, 40), Priority.LIVE);
        List<Claimed> first = claim(40);

        // When
        queue().holds().setLimit(ANNA, 1);
        queue().claims().ack(receipts(first.subList(0, 3)));
        List<Claimed> stillAtTheLimit = claim(40);
        queue().claims().ack(receipts(first.subList(3, 4)));

        // Then
        assertThat(first).hasSize(4);
        assertThat(stillAtTheLimit).isEmpty();
        assertThat(claim(40)).hasSize(1);
    }

    @Test
    default void aLimitIsAtLeastOne() {
        assertThatThrownBy(() -> queue().holds().setLimit(ANNA, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hold it");
    }
}
