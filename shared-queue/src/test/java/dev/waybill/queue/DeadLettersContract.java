package dev.waybill.queue;

import static dev.waybill.queue.DeadLetterCursor.START;
import static dev.waybill.queue.DeadLetterFilter.ALL;
import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.valid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        List<DeadLetter> all = queue().deadLetters().page(ALL, START, 1_000).letters();
        DeadLetters.Page one = queue().deadLetters().page(ALL, START, 1);
        DeadLetters.Page two = queue().deadLetters().page(ALL, one.next().orElseThrow(), 1);
        DeadLetters.Page rest = queue().deadLetters().page(ALL, two.next().orElseThrow(), 10);

        // Then
        assertThat(all).extracting(DeadLetter::id).containsExactly(first, second, third);
        assertThat(two.letters()).extracting(DeadLetter::id).containsExactly(second);
        assertThat(rest.letters()).extracting(DeadLetter::id).containsExactly(third);
        assertThat(rest.next()).isEmpty();
        assertThat(queue().deadLetters().count()).isEqualTo(3);
        assertThatThrownBy(() -> queue().deadLetters().page(ALL, START, 1_001))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void eachFilterPicksItsOwn() {
        // Given
        PointerId annas = die(1);
        Pointer bert = imap(BERT, 2);
        enqueue(bert);
        queue().claims()
                .deadLetter(claimOne().receipt(), new Failure("no_such_charset", "\"reason\":\"parse_failed\""));

        // When, Then
        assertThat(matching(DeadLetterFilter.of(MailboxKey.of(ANNA)))).containsExactly(annas);
        assertThat(matching(filter("parse_failed", "", Duration.ZERO))).containsExactly(annas);
        assertThat(matching(filter("no_such_charset", "", Duration.ZERO))).containsExactly(bert.id());
        assertThat(matching(filter("", "imap", Duration.ZERO))).containsExactlyInAnyOrder(annas, bert.id());
        assertThat(matching(filter("", "graph", Duration.ZERO))).isEmpty();
        assertThat(matching(filter("", "unreadable", Duration.ZERO))).isEmpty();
        assertThat(matching(filter("", "", Duration.ofHours(1)))).isEmpty();
    }

    @Test
    default void whatDiesAgainBehindACursorIsNotMetASecondTime() {
        // Given
        List<Pointer> pointers = imaps(ANNA, 6);
        queue().producer().enqueue(pointers, Priority.LIVE);
        claim(6).forEach(c -> queue().claims().deadLetter(c.receipt(), FAILURE));
        DeadLetters.Page first = queue().deadLetters().page(ALL, START, 4);
        List<PointerId> ids = first.letters().stream().map(DeadLetter::id).toList();

        // When
        Set<PointerId> replayed = queue().deadLetters().replay(ids);
        waitForAnotherMillisecond(matching(ALL).getLast());
        claim(6).forEach(c -> queue().claims().deadLetter(c.receipt(), FAILURE));
        DeadLetters.Page second = queue().deadLetters()
                .page(ALL, DeadLetterCursor.parse(first.next().orElseThrow().toString()), 1_000);

        // Then
        assertThat(replayed).hasSize(4);
        assertThat(second.letters()).hasSize(2).extracting(DeadLetter::id).doesNotContainAnyElementsOf(ids);
        assertThat(second.next()).isEmpty();
        assertThat(queue().deadLetters().count()).isEqualTo(6);
    }

    default List<PointerId> matching(DeadLetterFilter filter) {
        return queue().deadLetters().page(filter, START, 1_000).letters().stream()
                .map(DeadLetter::id)
                .toList();
    }

    static DeadLetterFilter filter(String reason, String kind, Duration olderThan) {
        return new DeadLetterFilter(
                Optional.empty(),
                Optional.of(reason).filter(text -> !text.isEmpty()),
                Optional.of(kind).filter(text -> !text.isEmpty()),
                olderThan);
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
