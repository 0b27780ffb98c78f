package dev.waybill.queue;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link QueueControl} does. */
public interface QueueControlContract extends QueueContract {

    @Test
    default void countsSayWhereEverythingIs() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
        List<Claimed> claimed = claim(5);
        queue().claims().defer(receipts(claimed.subList(0, 1)), Duration.ofHours(1), FAILURE);
        queue().claims().deadLetter(claimed.get(1).receipt(), FAILURE);
        queue().holds().holdUntilResumed(BERT, "paused by Eva");

        // When
        QueueStats stats = queue().control().stats();

        // Then
        assertThat(stats.paused()).isFalse();
        assertThat(stats.waiting()).isEqualTo(10);
        assertThat(stats.ready()).isEqualTo(5);
        assertThat(stats.landing()).isZero();
        assertThat(stats.inFlight()).isEqualTo(3);
        assertThat(stats.delayed()).isEqualTo(1);
        assertThat(stats.suspects()).isZero();
        assertThat(stats.dead()).isEqualTo(1);
        assertThat(stats.heldMailboxes()).isEqualTo(1);
        assertThat(stats.activeMailboxes()).isEqualTo(1);
        assertThat(stats.claims()).isEqualTo(1);
        assertThat(stats.overdueLeases()).isZero();
        assertThat(stats.oldestReadyMillis()).isPositive();
        assertThat(queue().control().mailbox(ANNA)).isEqualTo(new QueueControl.MailboxStats(15, 3, 1, 1, false));
        assertThat(queue().control().mailbox(BERT)).isEqualTo(new QueueControl.MailboxStats(0, 0, 0, 0, true));
    }

    @Test
    default void totalsCountWhatWentThroughOnce() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 6), Priority.LIVE);
        queue().producer().enqueue(imaps(ANNA, 7), Priority.LIVE);
        List<Claimed> claimed = claim(7);
        Receipt failed = claimed.get(2).receipt();

        // When
        queue().claims().ack(receipts(claimed.subList(0, 2)));
        queue().claims().ack(receipts(claimed.subList(0, 2)));
        queue().claims().retry(failed, Duration.ofHours(1), FAILURE, 5);
        queue().claims().retry(failed, Duration.ofHours(1), FAILURE, 5);
        queue().claims().retry(claimed.get(3).receipt(), Duration.ofHours(1), FAILURE, 1);
        queue().claims().deadLetter(claimed.get(4).receipt(), FAILURE);
        queue().claims().defer(receipts(claimed.subList(5, 6)), Duration.ofHours(1), FAILURE);

        // Then
        assertThat(queue().control().totals()).isEqualTo(new QueueTotals(7, 2, 1, 2));
    }

    @Test
    default void theBusiestMailboxesComeFirst() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
        queue().producer().enqueue(imaps(BERT, 30), Priority.BACKFILL);
        queue().holds().holdUntilResumed(BERT, "paused by Eva");

        // When
        Busiest both = queue().control().busiest(10);
        Busiest one = queue().control().busiest(1);

        // Then
        assertThat(both.top())
                .extracting(Busiest.Mailbox::mailbox)
                .containsExactly(MailboxKey.of(BERT), MailboxKey.of(ANNA));
        assertThat(both.top()).extracting(Busiest.Mailbox::waiting).containsExactly(22L, 12L);
        assertThat(both.top()).extracting(Busiest.Mailbox::active).containsExactly(8L, 8L);
        assertThat(both.top()).extracting(Busiest.Mailbox::held).containsExactly(true, false);
        assertThat(both.mailboxes()).isEqualTo(2);
        assertThat(both.oldestWaitingMillis()).isPositive();
        assertThat(one.top()).hasSize(1);
        assertThat(one.mailboxes()).isEqualTo(2);
    }

    @Test
    default void consumersAreShownWithWhatTheyHold() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 8), Priority.LIVE);
        queue().claims().claim(3, LONG_LEASE, "consumer-1", false);
        List<Claimed> second = QueueContract.pointersOf(queue().claims().claim(2, LONG_LEASE, "consumer-1", false));
        queue().claims().ack(receipts(second.subList(0, 1)));
        queue().claims().claim(1, SHORT_LEASE, "consumer-2", false);

        // When
        queue().time().until(() -> queue().control().stats().overdueLeases() == 1);
        List<ClaimHolder> holders = queue().control().consumers();

        // Then
        assertThat(holders).extracting(ClaimHolder::consumer).containsExactly("consumer-1", "consumer-2");
        assertThat(holders).extracting(ClaimHolder::claims).containsExactly(2L, 1L);
        assertThat(holders).extracting(ClaimHolder::pointers).containsExactly(4L, 1L);
        assertThat(holders).extracting(ClaimHolder::overdue).containsExactly(0L, 1L);
        assertThat(holders.getFirst().oldestClaimMillis()).isBetween(1L, 60_000L);
    }

    @Test
    default void anEmptyQueueCountsNothing() {
        assertThat(queue().control().stats()).isEqualTo(new QueueStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    default void aDrainedQueueIsEmpty() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 100), Priority.LIVE);
        queue().producer().enqueue(imaps(BERT, 100), Priority.BACKFILL);

        // When
        drain();

        // Then
        assertThat(queue().control().stats()).isEqualTo(new QueueStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    default void anOverdueLeaseIsCounted() {
        // Given
        enqueue(imap(ANNA, 1));
        claim(1, SHORT_LEASE);

        // When
        queue().time().until(() -> queue().control().stats().overdueLeases() == 1);

        // Then
        assertThat(queue().control().stats().claims()).isEqualTo(1);
    }

    @Test
    default void whilePausedNothingIsClaimedAndWhatIsInFlightGoesOn() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        Claimed inFlight = claimOne();

        // When
        boolean paused = queue().control().pause("Eva");
        boolean again = queue().control().pause("Eva");
        Claim claim = queue().claims().claim(1, LONG_LEASE, "consumer-1", true);
        enqueue(imap(ANNA, 3));

        // Then
        assertThat(paused).isTrue();
        assertThat(again).isFalse();
        assertThat(claim).isEqualTo(new Claim.Paused());
        assertThat(queue().control().stats().paused()).isTrue();
        assertThat(queue().claims().ack(List.of(inFlight.receipt()))).isEmpty();
    }

    @Test
    default void aResumedQueueGoesOn() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().control().pause("Eva");

        // When
        boolean resumed = queue().control().resume();
        boolean again = queue().control().resume();

        // Then
        assertThat(resumed).isTrue();
        assertThat(again).isFalse();
        assertThat(drain()).hasSize(1);
    }

    @Test
    default void placesSayWhereEachPointerIs() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
        List<Claimed> claimed = claim(3);
        queue().claims().defer(receipts(claimed.subList(0, 1)), Duration.ofHours(1), FAILURE);
        queue().claims().deadLetter(claimed.get(1).receipt(), FAILURE);
        List<PointerId> asked = new ArrayList<>(QueueContract.ids(claimed));
        asked.add(imap(ANNA, 20).id());
        asked.add(imap(BERT, 1).id());

        // When
        Map<PointerId, Place> places = queue().control().places(asked);

        // Then
        assertThat(places)
                .isEqualTo(Map.of(
                        asked.get(0), Place.DELAYED,
                        asked.get(1), Place.DEAD,
                        asked.get(2), Place.IN_FLIGHT,
                        asked.get(3), Place.WAITING));
    }
}
