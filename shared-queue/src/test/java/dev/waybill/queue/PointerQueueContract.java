package dev.waybill.queue;

import static dev.waybill.queue.Pointers.gmailHistory;
import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.Pointers.reconcile;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link PointerQueue} does. */
public interface PointerQueueContract extends QueueContract {

    @Test
    default void pointersComeOutInTheOrderTheyWentIn() {
        // Given
        List<Pointer> pointers = imaps(ANNA, 500);

        // When
        queue().producer().enqueue(pointers.subList(0, 300), Priority.LIVE);
        queue().producer().enqueue(pointers.subList(300, 500), Priority.LIVE);

        // Then
        assertThat(drain()).isEqualTo(idsOf(pointers));
    }

    @Test
    default void aPointerComesOutAsItWentIn() {
        // Given
        Pointer pointer = new Pointer(
                ANNA,
                new Locator.Imap("Entwürfe/\"Ärger\" \\ 邮件", 4_294_967_295L, 1),
                1_760_000_000_000L,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        // When
        enqueue(pointer);

        // Then
        Claimed.Valid claimed = valid(claimOne());
        assertThat(claimed.pointer()).isEqualTo(pointer);
        assertThat(claimed.attempts()).isZero();
        assertThat(claimed.crashes()).isZero();
    }

    @Test
    default void whatArrivesNowGoesBeforeWhatACatchUpFound() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 20), Priority.BACKFILL);

        // When
        Pointer fresh = imap(ANNA, 99);
        enqueue(fresh);

        // Then
        assertThat(drain().indexOf(fresh.id())).isEqualTo(8);
    }

    @Test
    default void anIdentityThatWaitsCoalesces() {
        // Given
        enqueue(imap(ANNA, 1));

        // When
        Enqueue.Accepted accepted = enqueue(imap(ANNA, 1), imap(ANNA, 2), imap(ANNA, 2));

        // Then
        assertThat(accepted).isEqualTo(new Enqueue.Accepted(1, 2, 0, 0));
        assertThat(drain()).containsExactly(imap(ANNA, 1).id(), imap(ANNA, 2).id());
    }

    @Test
    default void anIdentityThatIsDelayedCoalesces() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().claims().defer(List.of(claimOne().receipt()), Duration.ofHours(1), FAILURE);

        // When
        Enqueue.Accepted accepted = enqueue(imap(ANNA, 1));

        // Then
        assertThat(accepted).isEqualTo(new Enqueue.Accepted(0, 1, 0, 0));
        assertThat(claim(10)).isEmpty();
    }

    @Test
    default void anIdentityThatComesAgainInFlightRunsOnceMore() {
        // Given
        enqueue(imap(ANNA, 1));
        Claimed first = claimOne();

        // When
        Enqueue.Accepted once = enqueue(imap(ANNA, 1));
        Enqueue.Accepted twice = enqueue(imap(ANNA, 1));
        List<Claimed> meanwhile = claim(10);
        queue().claims().ack(List.of(first.receipt()));

        // Then
        assertThat(once).isEqualTo(new Enqueue.Accepted(0, 0, 1, 0));
        assertThat(twice).isEqualTo(new Enqueue.Accepted(0, 0, 1, 0));
        assertThat(meanwhile).isEmpty();
        assertThat(drain()).containsExactly(imap(ANNA, 1).id());
    }

    @Test
    default void anAcknowledgedIdentityMayComeAnew() {
        // Given
        enqueue(imap(ANNA, 1));
        drain();

        // When
        Enqueue.Accepted accepted = enqueue(imap(ANNA, 1));

        // Then
        assertThat(accepted.queued()).isEqualTo(1);
        assertThat(drain()).hasSize(1);
    }

    @Test
    default void aDeadMessageStaysDead() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().claims().deadLetter(claimOne().receipt(), FAILURE);

        // When
        Enqueue.Accepted accepted = enqueue(imap(ANNA, 1));

        // Then
        assertThat(accepted).isEqualTo(new Enqueue.Accepted(0, 0, 0, 1));
        assertThat(claim(10)).isEmpty();
        assertThat(queue().deadLetters().count()).isEqualTo(1);
    }

    @Test
    default void aDeadDiscoveryRunsWhenItComesAgain() {
        // Given
        enqueue(gmailHistory(ANNA, "9"));
        queue().claims().deadLetter(claimOne().receipt(), FAILURE);

        // When
        Enqueue.Accepted accepted = enqueue(gmailHistory(ANNA, "8"));

        // Then
        assertThat(accepted).isEqualTo(new Enqueue.Accepted(1, 0, 0, 0));
        assertThat(valid(claimOne()).pointer()).isEqualTo(gmailHistory(ANNA, "9"));
        assertThat(queue().deadLetters().count()).isZero();
    }

    @Test
    default void theHighestHistoryIdOfAWaitingDiscoveryWins() {
        // Given
        enqueue(gmailHistory(ANNA, "9"));

        // When
        enqueue(gmailHistory(ANNA, "18446744073709551614"));
        enqueue(gmailHistory(ANNA, "18446744073709551615"));
        enqueue(gmailHistory(ANNA, "18446744073709551613"), gmailHistory(BERT, "10"), gmailHistory(BERT, "9"));

        // Then
        assertThat(valid(claimOne()).pointer()).isEqualTo(gmailHistory(ANNA, "18446744073709551615"));
        assertThat(valid(claimOne()).pointer()).isEqualTo(gmailHistory(BERT, "10"));
    }

    @Test
    default void theEarliestSinceOfAWaitingReconciliationWins() {
        // Given
        enqueue(reconcile(ANNA, 1_000, "\"since\":1"));

        // When
        enqueue(reconcile(ANNA, 999, "reconnect"));
        enqueue(reconcile(ANNA, 10_000, "schedule"));

        // Then
        assertThat(valid(claimOne()).pointer()).isEqualTo(reconcile(ANNA, 999, "\"since\":1"));
    }

    @Test
    default void aHintThatComesInFlightIsThereInTheNextRun() {
        // Given
        enqueue(gmailHistory(ANNA, "100"));
        Claimed first = claimOne();

        // When
        enqueue(gmailHistory(ANNA, "200"));
        queue().claims().ack(List.of(first.receipt()));

        // Then
        assertThat(valid(claimOne()).pointer()).isEqualTo(gmailHistory(ANNA, "200"));
    }

    @Test
    default void aPositionMovesWithItsBatch() {
        // Given
        PointerQueue producer = queue().producer();

        // When
        Enqueue first = producer.enqueue(imaps(ANNA, 2), Priority.LIVE, new PositionMove(ANNA + "/INBOX", "", "7:2"));
        Enqueue second = producer.enqueue(List.of(), Priority.LIVE, new PositionMove(ANNA + "/INBOX", "7:2", "7:5"));

        // Then
        assertThat(first).isEqualTo(new Enqueue.Accepted(2, 0, 0, 0));
        assertThat(second).isEqualTo(new Enqueue.Accepted(0, 0, 0, 0));
        assertThat(producer.position(ANNA + "/INBOX")).hasValue("7:5");
        assertThat(producer.position(BERT + "/INBOX")).isEmpty();
    }

    @Test
    default void aWrongPositionRefusesTheWholeBatch() {
        // Given
        PointerQueue producer = queue().producer();
        producer.enqueue(List.of(), Priority.LIVE, new PositionMove(ANNA + "/INBOX", "", "7:2"));

        // When
        Enqueue late = producer.enqueue(imaps(ANNA, 2), Priority.LIVE, new PositionMove(ANNA + "/INBOX", "7:1", "7:9"));
        Enqueue wiped =
                producer.enqueue(imaps(BERT, 2), Priority.LIVE, new PositionMove(BERT + "/INBOX", "7:1", "7:9"));

        // Then
        assertThat(late).isEqualTo(new Enqueue.PositionMismatch("7:2"));
        assertThat(wiped).isEqualTo(new Enqueue.PositionMismatch(""));
        assertThat(producer.position(ANNA + "/INBOX")).hasValue("7:2");
        assertThat(drain()).isEmpty();
    }

    @Test
    default void aBatchMayHaveAThousandPointersAndNoneMore() {
        // Given
        List<Pointer> pointers = imaps(ANNA, 1_001);

        // When
        Enqueue.Accepted accepted = queue().producer().enqueue(pointers.subList(0, 1_000), Priority.LIVE);

        // Then
        assertThat(accepted.queued()).isEqualTo(1_000);
        assertThat(queue().producer().enqueue(List.of(), Priority.LIVE)).isEqualTo(new Enqueue.Accepted(0, 0, 0, 0));
        assertThatThrownBy(() -> queue().producer().enqueue(pointers, Priority.LIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001 pointers");
    }
}
