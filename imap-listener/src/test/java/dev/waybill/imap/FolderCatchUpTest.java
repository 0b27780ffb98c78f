package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.imap.RecordingQueue.Trouble;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class FolderCatchUpTest {
    private static final Instant LONG_AGO = SteppedTime.START.minus(Duration.ofDays(30));
    private static final String FIELD = FolderPosition.field(Samples.ID, "INBOX");

    private final ListenerBench bench = new ListenerBench();
    private final FakeImap.Folder inbox = bench.imap.folder("INBOX");
    private final StopSignal stop = new StopSignal();
    private FolderCatchUp catchUp = startingAt(SteppedTime.START);

    private FolderCatchUp startingAt(Instant startAt) {
        return new FolderCatchUp(Samples.mailbox(startAt, "INBOX"), "INBOX", bench.ports);
    }

    private void run() throws MailboxAccessException {
        catchUp.run(new FakeImapSession(bench.imap).examine("INBOX"), stop);
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void firstStartTakesWhatCameSinceTheStartTimeAndNothingBefore() throws Exception {
        // Given
        inbox.deliverAt(LONG_AGO);
        inbox.deliverAt(LONG_AGO);
        inbox.deliver(3);

        // When
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(3L, 4L, 5L);
        assertThat(bench.queue.position(FIELD)).hasValue("1000:5");
        assertThat(bench.marks.find(Samples.ID, "INBOX")).hasValueSatisfying(mark -> {
            assertThat(mark.startUid()).isEqualTo(3);
            assertThat(mark.completeUntil()).isEqualTo(2);
        });
    }

    @Test
    void nothingIsEnqueuedBeforeTheMarkIsInPostgres() {
        // Given
        inbox.deliver(3);
        bench.marks.down(true);

        // When
        var run = assertThatThrownBy(this::run);

        // Then
        run.isInstanceOf(RegistryUnavailableException.class);
        assertThat(bench.queue.uids()).isEmpty();
        assertThat(bench.queue.position(FIELD)).isEmpty();
    }

    @Test
    void emptyFolderBeginsAtItsEndAndGetsAPosition() throws Exception {
        // Given
        inbox.uidNext = 42;

        // When
        run();
        inbox.deliver(1);
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(42L);
        assertThat(bench.queue.batches())
                .extracting(RecordingQueue.Batch::priority)
                .containsExactly(Priority.LIVE);
    }

    @Test
    void wholeFolderComesInPagesWithoutACap() throws Exception {
        // Given
        catchUp = startingAt(Instant.EPOCH);
        for (int i = 0; i < 1_200; i++) {
            inbox.deliverAt(LONG_AGO);
        }

        // When
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactlyElementsOf(range(1, 1_200));
        assertThat(bench.queue.batches())
                .extracting(batch -> batch.uids().size())
                .containsExactly(500, 500, 200);
        assertThat(bench.queue.batches()).allMatch(batch -> batch.priority() == Priority.BACKFILL);
    }

    @Test
    void whatArrivesLaterIsEnqueuedOnceAndLive() throws Exception {
        // Given
        inbox.deliver(2);
        run();

        // When
        inbox.deliver(3);
        run();
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(bench.queue.batches().getLast().priority()).isEqualTo(Priority.LIVE);
    }

    @Test
    void wipedRedisIsFilledAgainFromTheMark() throws Exception {
        // Given
        inbox.deliver(10);
        run();
        bench.marks.completeUntil("INBOX", 4);

        // When
        bench.queue.wipe();
        run();

        // Then
        assertThat(bench.queue.batches().getLast().uids()).containsExactlyElementsOf(range(5, 10));
        assertThat(bench.queue.batches().getLast().priority()).isEqualTo(Priority.BACKFILL);
        assertThat(bench.queue.position(FIELD)).hasValue("1000:10");
    }

    @Test
    void positionThatFellBackIsReadAgainFromTheMark() throws Exception {
        // Given
        inbox.deliver(10);
        run();

        // When
        bench.queue.wipe();
        bench.queue.current().enqueue(List.of(), Priority.LIVE, new PositionMove(FIELD, "", "1000:7"));
        run();

        // Then
        assertThat(bench.queue.batches().getLast().uids()).containsExactlyElementsOf(range(1, 10));
        assertThat(bench.queue.position(FIELD)).hasValue("1000:10");
    }

    @Test
    void whatPutsAPositionInDoubtHasTheMailboxComparedOnceAMinuteAtMost() throws Exception {
        // Given
        inbox.deliver(3);
        run();
        inbox.deliver(1);
        run();
        assertThat(bench.queue.comparisons())
                .as("neither the first time nor news is a doubt")
                .isEmpty();

        // When
        bench.queue.wipe();
        run();
        inbox.renumber(2_000);
        run();
        List<String> withinTheMinute = bench.queue.comparisons();
        bench.time.step(Duration.ofMinutes(1));
        run();
        run();

        // Then
        assertThat(withinTheMinute).containsExactly("position_lost");
        assertThat(bench.queue.comparisons()).containsExactly("position_lost", "uidvalidity_changed");
    }

    @Test
    void aListenerThatStartsOnAnotherUidValidityHasTheMailboxCompared() throws Exception {
        // Given
        inbox.deliver(3);
        run();
        inbox.renumber(2_000);

        // When
        catchUp = startingAt(SteppedTime.START);
        run();

        // Then
        assertThat(bench.queue.comparisons()).containsExactly("uidvalidity_changed");
    }

    @Test
    void aComparisonThatTheQueueRefusesIsAskedForAgain() throws Exception {
        // Given
        inbox.deliver(3);
        run();
        bench.queue.wipe();
        bench.queue.afterEachBatch(() -> bench.queue.trouble(Trouble.FULL));
        assertThatThrownBy(this::run).isInstanceOf(QueueFullException.class);
        assertThat(bench.queue.comparisons()).isEmpty();

        // When
        bench.queue.afterEachBatch(() -> {});
        bench.queue.trouble(Trouble.NONE);
        run();

        // Then
        assertThat(bench.queue.comparisons()).containsExactly("position_lost");
    }

    @Test
    void readingAgainIsNotForgottenWhenTheQueueRefusesInBetween() throws Exception {
        // Given
        inbox.deliver(10);
        run();
        bench.queue.wipe();
        bench.queue.current().enqueue(List.of(), Priority.LIVE, new PositionMove(FIELD, "", "1000:7"));
        bench.queue.trouble(Trouble.FULL);
        assertThatThrownBy(this::run).isInstanceOf(QueueFullException.class);

        // When
        bench.queue.trouble(Trouble.NONE);
        run();

        // Then
        assertThat(bench.queue.batches().getLast().uids()).containsExactlyElementsOf(range(1, 10));
    }

    @Test
    void positionThatAnotherListenerMovedAheadIsTakenOver() throws Exception {
        // Given
        inbox.deliver(2);
        run();

        // When
        inbox.deliver(3);
        bench.queue.current().enqueue(List.of(), Priority.LIVE, new PositionMove(FIELD, "1000:2", "1000:4"));
        bench.marks.down(true);
        run();

        // Then
        assertThat(bench.queue.batches().getLast().uids()).endsWith(5L);
        assertThat(bench.queue.position(FIELD)).hasValue("1000:5");
        assertThat(bench.counted("waybill.listener.rereads")).isEqualTo(1);
    }

    @Test
    void higherUidValidityBeginsANewMarkAndReadsTheScopeAgain() throws Exception {
        // Given
        inbox.deliverAt(LONG_AGO);
        inbox.deliver(2);
        run();

        // When
        inbox.renumber(2_000);
        run();

        // Then
        assertThat(bench.queue.uidsByValidity())
                .containsEntry(1_000L, List.of(2L, 3L))
                .containsEntry(2_000L, List.of(2L, 3L));
        assertThat(bench.marks.all(Samples.ID)).extracting("uidValidity").containsExactly(2_000L, 1_000L);
    }

    @Test
    void lowerUidValidityIsJustAsNew() throws Exception {
        // Given
        inbox.deliver(2);
        run();

        // When
        inbox.renumber(7);
        run();
        inbox.deliver(1);
        run();

        // Then
        assertThat(bench.queue.uidsByValidity()).containsEntry(7L, List.of(1L, 2L, 3L));
        assertThat(bench.queue.position(FIELD)).hasValue("7:3");
    }

    @Test
    void fullQueueLosesNothingAndRepeatsNothing() throws Exception {
        // Given
        catchUp = startingAt(Instant.EPOCH);
        inbox.deliver(700);
        bench.queue.trouble(Trouble.FULL);
        assertThatThrownBy(this::run).isInstanceOf(QueueFullException.class);
        assertThat(bench.queue.position(FIELD)).isEmpty();

        // When
        bench.queue.trouble(Trouble.NONE);
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactlyElementsOf(range(1, 700));
    }

    @Test
    void lostAnswerIsGoneOnFromWhereTheQueueIs() throws Exception {
        // Given
        catchUp = startingAt(Instant.EPOCH);
        inbox.deliver(700);
        bench.queue.trouble(Trouble.ANSWER_LOST);
        assertThatThrownBy(this::run).isInstanceOf(QueueUnavailableException.class);

        // When
        run();

        // Then
        assertThat(bench.queue.uids()).containsAll(range(1, 700));
        assertThat(bench.queue.batches()).hasSize(2);
        assertThat(bench.counted("waybill.listener.messages", "outcome", "queued"))
                .isEqualTo(200);
    }

    @Test
    void lowerUidThatAppearsAfterAHigherOneIsNotMissed() throws Exception {
        // Given
        inbox.deliver(2);
        long slow = inbox.reserve();
        inbox.deliver(2);
        run();

        // When
        inbox.appear(slow, bench.time.now().minus(Duration.ofHours(3)));
        run();
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 2L, 4L, 5L, 3L);
        assertThat(bench.queue.position(FIELD)).hasValue("1000:5");
    }

    @Test
    void lateUidIsOfferedAgainWhenTheQueueRefusedIt() throws Exception {
        // Given
        inbox.deliver(1);
        long slow = inbox.reserve();
        inbox.deliver(1);
        run();
        inbox.appear(slow, bench.time.now());
        bench.queue.trouble(Trouble.FULL);
        assertThatThrownBy(this::run).isInstanceOf(QueueFullException.class);

        // When
        bench.queue.trouble(Trouble.NONE);
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 3L, 2L);
    }

    @Test
    void restartedListenerOffersOnlyWhatArrivedJustNowAgain() throws Exception {
        // Given
        inbox.deliver(50);
        run();
        bench.time.step(Duration.ofHours(1));
        inbox.deliver(2);
        run();
        int before = bench.queue.uids().size();

        // When
        catchUp = startingAt(SteppedTime.START);
        run();

        // Then
        assertThat(bench.queue.uids().subList(before, bench.queue.uids().size()))
                .containsExactly(51L, 52L);
    }

    @Test
    void knownPositionIsEnoughWhilePostgresIsDown() throws Exception {
        // Given
        inbox.deliver(2);
        run();
        bench.marks.down(true);
        catchUp = startingAt(SteppedTime.START);

        // When
        inbox.deliver(2);
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void stopEndsBetweenTwoPages() throws Exception {
        // Given
        catchUp = startingAt(Instant.EPOCH);
        inbox.deliver(5_000);
        bench.queue.afterEachBatch(stop::request);

        // When
        run();

        // Then
        assertThat(bench.queue.uids()).containsExactlyElementsOf(range(1, 500));
        assertThat(bench.queue.position(FIELD)).hasValue("1000:500");
    }

    @Test
    void statusTellsWhetherAFolderIsBehind() throws Exception {
        // Given
        inbox.deliver(2);
        run();
        var session = new FakeImapSession(bench.imap);

        // Then
        assertThat(catchUp.isBehind(session.status("INBOX"))).isFalse();
        inbox.deliver(1);
        assertThat(catchUp.isBehind(session.status("INBOX"))).isTrue();
        run();
        inbox.renumber(2_000);
        assertThat(catchUp.isBehind(session.status("INBOX"))).isTrue();
    }

    private boolean isCaughtUp() throws MailboxAccessException {
        return catchUp.isCaughtUp(new FakeImapSession(bench.imap).examine("INBOX"));
    }

    @Test
    void caughtUpFolderIsKnownToBeWithoutAWordWithRedis() throws Exception {
        // Given
        assertThat(isCaughtUp()).isFalse();
        inbox.deliver(250);
        run();

        // When
        bench.queue.trouble(Trouble.UNAVAILABLE);

        // Then
        assertThat(isCaughtUp()).isTrue();
        assertThat(bench.queue.refused()).isZero();
    }

    @Test
    void mailAboveThePositionOrLateBelowItIsNoticed() throws Exception {
        // Given
        inbox.deliver(2);
        long slow = inbox.reserve();
        inbox.deliver(2);
        run();

        // Then
        inbox.appear(slow, bench.time.now());
        assertThat(isCaughtUp()).as("a late one").isFalse();
        run();
        assertThat(isCaughtUp()).isTrue();
        inbox.deliver(1);
        assertThat(isCaughtUp()).as("a new one").isFalse();
        run();
        assertThat(isCaughtUp()).isTrue();
    }

    @Test
    void renumberedFolderIsNotTakenForTheOneThatWasRead() throws Exception {
        // Given
        inbox.deliver(2);
        run();

        // When
        inbox.renumber(2_000);

        // Then
        assertThat(isCaughtUp()).isFalse();
    }

    @Test
    void comparisonThatIsStillToBeAskedForIsNotForgotten() throws Exception {
        // Given: two losses within the time in which one comparison is enough
        inbox.deliver(2);
        run();
        bench.queue.wipe();
        run();
        bench.queue.wipe();
        run();
        assertThat(bench.queue.comparisons()).hasSize(1);

        // When
        bench.time.step(Duration.ofMinutes(1));

        // Then
        assertThat(isCaughtUp()).isFalse();
        run();
        assertThat(bench.queue.comparisons()).hasSize(2);
        assertThat(isCaughtUp()).isTrue();
    }
}
