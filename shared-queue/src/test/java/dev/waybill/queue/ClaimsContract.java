package dev.waybill.queue;

import static dev.waybill.queue.Pointers.gmailHistory;
import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.receipts;
import static dev.waybill.queue.QueueContract.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Claims} does. */
public interface ClaimsContract extends QueueContract {

    @Test
    default void aClaimTakesAtMostWhatItAskedFor() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2), imap(ANNA, 3));

        // When
        List<Claimed> first = claim(2);
        List<Claimed> second = claim(2);
        Claim third = queue().claims().claim(2, LONG_LEASE, "consumer-1", true);

        // Then
        assertThat(ids(first)).containsExactly(imap(ANNA, 1).id(), imap(ANNA, 2).id());
        assertThat(ids(second)).containsExactly(imap(ANNA, 3).id());
        assertThat(third).isEqualTo(new Claim.Empty());
    }

    @Test
    default void aClaimAsksForOneTo250() {
        assertThatThrownBy(() -> claim(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> claim(251)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void tokensRise() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 8), Priority.LIVE);

        // When
        List<Long> tokens = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tokens.add(claimOne().receipt().token().value());
        }

        // Then
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    default void noMailboxHasMorePlacesThanItsLimit() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 100), Priority.LIVE);

        // When
        List<Claimed> first = claim(100);
        List<Claimed> none = claim(100);
        queue().claims().ack(receipts(first.subList(0, 3)));
        List<Claimed> next = claim(100);

        // Then
        assertThat(first).hasSize(8);
        assertThat(none).isEmpty();
        assertThat(ids(next)).isEqualTo(idsOf(imaps(ANNA, 100).subList(8, 11)));
    }

    @Test
    default void aMailboxWithManyWaitingDoesNotDelayAnother() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 1_000), Priority.LIVE);
        enqueue(imap(BERT, 1));

        // When: a claim is from one shard
        List<Claimed> claimed = claim(9);
        List<Claimed> next = claim(9);

        // Then
        assertThat(List.of(claimed, next))
                .flatMap(QueueContract::ids)
                .hasSize(9)
                .contains(imap(BERT, 1).id());
    }

    @Test
    default void oneAckSettlesPointersOfSeveralClaims() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2), imap(ANNA, 3));
        List<Claimed> first = claim(1);
        List<Claimed> second = claim(2);
        List<Receipt> all = new ArrayList<>(receipts(first));
        all.addAll(receipts(second));
        all.addAll(receipts(second));

        // When
        Set<Receipt> stale = queue().claims().ack(all);

        // Then
        assertThat(stale).isEmpty();
        assertThat(queue().control().places(ids(second))).isEmpty();
        assertThat(queue().claims().ack(List.of())).isEmpty();
    }

    @Test
    default void anAckSentAgainIsStale() {
        // Given
        enqueue(imap(ANNA, 1));
        Receipt receipt = claimOne().receipt();
        queue().claims().ack(List.of(receipt));

        // When
        Set<Receipt> stale = queue().claims().ack(List.of(receipt));

        // Then
        assertThat(stale).containsExactly(receipt);
    }

    @Test
    default void aStaleTokenSettlesNothing() {
        // Given
        enqueue(imap(ANNA, 1));
        Receipt old = claim(1, SHORT_LEASE).getFirst().receipt();
        reclaim(1, 3);
        Receipt current = claimOne().receipt();
        List<Receipt> stale = List.of(old);
        Claims claims = queue().claims();

        // When
        Set<Receipt> acked = claims.ack(stale);
        Claims.Retried retried = claims.retry(old, Duration.ZERO, FAILURE, 1);
        Set<Receipt> deferred = claims.defer(stale, Duration.ZERO, FAILURE);
        boolean dead = claims.deadLetter(old, FAILURE);
        Set<Receipt> released = claims.release(stale);
        Set<Token> lost = claims.extend(List.of(old.token()), LONG_LEASE);

        // Then
        assertThat(acked).containsExactly(old);
        assertThat(retried).isEqualTo(Claims.Retried.STALE);
        assertThat(deferred).containsExactly(old);
        assertThat(dead).isFalse();
        assertThat(released).containsExactly(old);
        assertThat(lost).containsExactly(old.token());
        assertThat(queue().control().places(List.of(old.id()))).containsEntry(old.id(), Place.IN_FLIGHT);
        assertThat(claims.ack(List.of(current))).isEmpty();
    }

    @Test
    default void aTokenSettlesOnlyWhatItClaimed() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        Receipt first = claimOne().receipt();
        Receipt second = claimOne().receipt();

        // When
        Set<Receipt> stale = queue().claims().ack(List.of(new Receipt(first.token(), second.id())));

        // Then
        assertThat(stale).hasSize(1);
        assertThat(queue().claims().ack(List.of(first, second))).isEmpty();
    }

    @Test
    default void aRetryCountsAndComesBackAfterItsDelay() {
        // Given
        enqueue(imap(ANNA, 1));
        Receipt receipt = claimOne().receipt();

        // When
        Claims.Retried retried = queue().claims().retry(receipt, Duration.ofMillis(30), FAILURE, 5);
        List<Claimed> early = claim(1);
        promoteOne();

        // Then
        assertThat(retried).isEqualTo(Claims.Retried.DELAYED);
        assertThat(early).isEmpty();
        assertThat(valid(claimOne()).attempts()).isEqualTo(1);
    }

    @Test
    default void theLastAttemptEndsInTheDeadLetters() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().claims().retry(claimOne().receipt(), Duration.ZERO, FAILURE, 2);
        promoteOne();

        // When
        Claims.Retried retried = queue().claims().retry(claimOne().receipt(), Duration.ZERO, FAILURE, 2);

        // Then
        assertThat(retried).isEqualTo(Claims.Retried.DEAD);
        assertThat(queue().deadLetters().count()).isEqualTo(1);
        assertThat(claim(1)).isEmpty();
    }

    @Test
    default void aDiscoveryIsRetriedForEver() {
        // Given
        enqueue(gmailHistory(ANNA, "1"));

        // When
        Claims.Retried retried = queue().claims().retry(claimOne().receipt(), Duration.ZERO, FAILURE, 1);
        promoteOne();

        // Then
        assertThat(retried).isEqualTo(Claims.Retried.DELAYED);
        assertThat(valid(claimOne()).attempts()).isEqualTo(1);
        assertThat(queue().deadLetters().count()).isZero();
    }

    @Test
    default void aDeferralCountsNothing() {
        // Given
        enqueue(imap(ANNA, 1));

        // When
        for (int i = 0; i < 20; i++) {
            assertThat(queue().claims().defer(List.of(claimOne().receipt()), Duration.ZERO, FAILURE))
                    .isEmpty();
            promoteOne();
        }

        // Then
        assertThat(valid(claimOne()).attempts()).isZero();
    }

    @Test
    default void whatIsReleasedComesOutFirstAgain() {
        // Given
        queue().producer().enqueue(imaps(ANNA, 12), Priority.LIVE);
        List<Claimed> claimed = claim(8);

        // When
        Set<Receipt> stale = queue().claims().release(receipts(claimed));

        // Then
        assertThat(stale).isEmpty();
        assertThat(drain()).isEqualTo(idsOf(imaps(ANNA, 12)));
    }

    @Test
    default void anAckForgetsTheFailuresBefore() {
        // Given
        enqueue(imap(ANNA, 1));
        queue().claims().retry(claimOne().receipt(), Duration.ZERO, FAILURE, 5);
        promoteOne();

        // When
        drain();
        enqueue(imap(ANNA, 1));

        // Then
        assertThat(valid(claimOne()).attempts()).isZero();
    }

    @Test
    default void aLeaseIsLostWithItsLastPointer() {
        // Given
        enqueue(imap(ANNA, 1), imap(ANNA, 2));
        List<Claimed> claimed = claim(2);
        Token token = claimed.getFirst().receipt().token();
        queue().claims().ack(List.of(claimed.getFirst().receipt()));
        Set<Token> lostBefore = queue().claims().extend(List.of(token), LONG_LEASE);

        // When
        queue().claims().ack(List.of(claimed.getLast().receipt()));

        // Then
        assertThat(lostBefore).isEmpty();
        assertThat(queue().claims().extend(List.of(token), LONG_LEASE)).containsExactly(token);
    }

    /** Lets time pass until one delayed pointer came back. */
    default void promoteOne() {
        queue().time().until(() -> queue().upkeep().promote(10).pointers() == 1);
    }
}
