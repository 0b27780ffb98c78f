package dev.waybill.queue;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link DeadLetters} does. */
public interface DeadLettersContract extends QueueContract {

    @Test
    default void aDeadLetterTellsItsHistory() {
        // Given
        Pointer pointer = imap(ANNA, 1);
        enqueue(pointer);
        for (int i = 1; i <= 7; i++) {
            Failure failure = new Failure("parse_failed", "try " + i);
            queue().claims().retry(claimOne().receipt(), Duration.ZERO, failure, 100);
            queue().time().until(() -> queue().upkeep().promote(10).pointers() == 1);
        }

        // When
        boolean dead = queue().claims().deadLetter(claimOne().receipt(), new Failure("unknown_version", "v 9 \"ü\""));

        // Then
        DeadLetter letter = queue().deadLetters().show(pointer.id()).orElseThrow();
        assertThat(dead).isTrue();
        assertThat(letter.body()).isEqualTo(PointerCodec.encode(pointer));
        assertThat(letter.reason()).isEqualTo("unknown_version");
        assertThat(letter.detail()).isEqualTo("v 9 \"ü\"");
        assertThat(letter.attempts()).isEqualTo(7);
        assertThat(letter.crashes()).isZero();
        assertThat(letter.firstSeen()).isEqualTo(pointer.enqueuedAt());
        assertThat(letter.consumer()).isEqualTo("consumer-1");
        assertThat(letter.replays()).isZero();
        assertThat(letter.errors())
                .containsExactly(
                        "parse_failed: try 3",
                        "parse_failed: try 4",
                        "parse_failed: try 5",
                        "parse_failed: try 6",
                        "parse_failed: try 7");
    }

    @Test
    default void aReplayStartsAfreshAndKeepsTheHistory() {
        // Given
        PointerId id = die(1);

        // When
        Set<PointerId> replayed = queue().deadLetters().replay(List.of(id, id));
        Set<PointerId> again = queue().deadLetters().replay(List.of(id));
        Claimed.Valid claimed = valid(claimOne());
        queue().claims().deadLetter(claimed.receipt(), new Failure("parse_failed", "still"));

        // Then
        assertThat(replayed).containsExactly(id);
        assertThat(again).isEmpty();
        assertThat(claimed.attempts()).isZero();
        DeadLetter letter = queue().deadLetters().show(id).orElseThrow();
        assertThat(letter.replays()).isEqualTo(1);
        assertThat(letter.errors()).containsExactly("parse_failed: part 3 has no end");
        assertThat(letter.detail()).isEqualTo("still");
    }

    @Test
    default void aReplayOfWhatIsNotDeadMovesNothing() {
        // Given
        enqueue(imap(ANNA, 1));

        // When
        Set<PointerId> replayed = queue().deadLetters()
                .replay(List.of(imap(ANNA, 1).id(), imap(BERT, 1).id()));

        // Then
        assertThat(replayed).isEmpty();
        assertThat(drain()).containsExactly(imap(ANNA, 1).id());
    }

    @Test
    default void whatIsDroppedIsForgottenAndMayComeAnew() {
        // Given
        PointerId id = die(1);

        // When
        Set<PointerId> dropped = queue().deadLetters().drop(List.of(id));
        Set<PointerId> again = queue().deadLetters().drop(List.of(id));

        // Then
        assertThat(dropped).containsExactly(id);
        assertThat(again).isEmpty();
        assertThat(queue().deadLetters().show(id)).isEmpty();
        assertThat(enqueue(imap(ANNA, 1)).queued()).isEqualTo(1);
    }

    @Test
    default void deadLettersAreListedOldestFirst() {
        // Given
        PointerId first = die(1);
        waitForAnotherMillisecond(first);
        PointerId second = die(2);
        waitForAnotherMillisecond(second);
        PointerId third = die(3);

        // When
        List<DeadLetter> all = queue().deadLetters().list(0, 1_000);
        List<DeadLetter> middle = queue().deadLetters().list(1, 1);
        List<DeadLetter> behind = queue().deadLetters().list(3, 10);

        // Then
        assertThat(all).extracting(DeadLetter::id).containsExactly(first, second, third);
        assertThat(middle).extracting(DeadLetter::id).containsExactly(second);
        assertThat(behind).isEmpty();
        assertThat(queue().deadLetters().count()).isEqualTo(3);
        assertThatThrownBy(() -> queue().deadLetters().list(0, 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Enqueues the mail with this UID and lets it die. */
    default PointerId die(long uid) {
        enqueue(imap(ANNA, uid));
        Receipt receipt = claimOne().receipt();
        assertThat(queue().claims().deadLetter(receipt, FAILURE)).isTrue();
        return receipt.id();
    }

    /** Two that die in the same millisecond have no order. */
    default void waitForAnotherMillisecond(PointerId dead) {
        long diedAt = queue().deadLetters().show(dead).orElseThrow().diedAt();
        queue().holds().hold(BERT, Duration.ZERO, "clock");
        queue().time().until(() -> {
            queue().holds().hold(BERT, Duration.ZERO, "clock");
            return queue().holds().held().getFirst().untilMillis() > diedAt;
        });
    }
}
