package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.imap.RecordingQueue.Trouble;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MailboxWatcherTest {
    private final ListenerBench bench = new ListenerBench();
    private final FakeImap imap = bench.imap;
    private MailboxWatcher watcher;
    private Thread thread;

    private void watch(String... folders) {
        watch(Samples.mailbox(SteppedTime.START, folders));
    }

    private void watch(Mailbox mailbox) {
        watcher = new MailboxWatcher(mailbox, bench.ports, Samples.settings(), new ConnectGate(5, 5));
        thread = Thread.ofVirtual().start(watcher);
    }

    private void idles() {
        Eventually.until("the watcher idles", () -> imap.waiting.get() == 1);
    }

    @AfterEach
    void stop() throws Exception {
        watcher.stop();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void mailThatArrivesWhileIdleIsEnqueuedAtOnce() {
        // Given
        imap.folder("INBOX");
        watch("INBOX");
        idles();

        // When
        imap.folder("INBOX").deliver(2);

        // Then
        Eventually.until("two pointers", () -> bench.queue.uids().equals(List.of(1L, 2L)));
        assertThat(bench.health.says(Samples.ID, MailboxState.ACTIVE)).isTrue();
        assertThat(watcher.phase()).isEqualTo(WatcherPhase.ACTIVE);
        assertThat(bench.counted("waybill.listener.idle.news")).isPositive();
    }

    /** Ends the IDLE without news; returns when the next one has begun. */
    private void renewIdle(Duration after) {
        int searches = imap.searches.get();
        imap.expireIdle(after);
        Eventually.until("a search", () -> imap.searches.get() > searches);
        idles();
    }

    @Test
    void idleIsRenewedBehindOneSearchAndNothingElse() {
        // Given
        imap.folder("INBOX").deliver(3);
        watch("INBOX");
        idles();
        int searches = imap.searches.get();
        int positions = bench.queue.positionsRead();

        // When
        renewIdle(Duration.ofSeconds(30));
        renewIdle(Duration.ofSeconds(30));

        // Then
        assertThat(imap.searches).hasValue(searches + 2);
        assertThat(imap.examined).hasValue(1);
        assertThat(bench.queue.positionsRead()).isEqualTo(positions);
    }

    @Test
    void mailThatTheServerTellsOfCostsOneSearch() {
        // Given
        imap.folder("INBOX").deliver(3);
        watch("INBOX");
        idles();
        int searches = imap.searches.get();

        // When
        imap.folder("INBOX").deliver(1);
        Eventually.until("the pointer", () -> bench.queue.uids().size() == 4);
        idles();

        // Then
        assertThat(imap.searches).hasValue(searches + 1);
    }

    @Test
    void queueThatRefusedAFolderWithoutNewsIsAskedUntilItAnswers() {
        // Given
        imap.folder("INBOX").deliver(3);
        watch("INBOX");
        idles();
        bench.queue.refuse(4);
        int positions = bench.queue.positionsRead();

        // When
        imap.expireIdle(Duration.ofMinutes(30));
        Instant due = bench.time.now();
        Eventually.until("it was asked until it answered", () -> bench.queue.positionsRead() == positions + 5);
        idles();

        // Then
        assertThat(bench.time.now()).isBefore(due.plus(Duration.ofMinutes(1)));
        assertThat(bench.queue.refused()).isEqualTo(4);
    }

    @Test
    void mailThatTheServerDidNotTellOfIsFoundWhenIdleIsRenewed() {
        // Given
        imap.folder("INBOX").deliver(1);
        watch("INBOX");
        idles();
        imap.folder("INBOX").deliverUntold();

        // When
        renewIdle(Duration.ofSeconds(30));

        // Then
        assertThat(bench.queue.uids()).containsExactly(1L, 2L);
    }

    @Test
    void everyFolderIsOpenedAnewAndItsPositionReadNowAndThen() {
        // Given
        imap.folder("INBOX").deliver(2);
        imap.folder("Sales").deliver(1);
        watch("INBOX", "Sales");
        idles();
        int examined = imap.examined.get();
        bench.queue.wipe();

        // When
        renewIdle(Duration.ofMinutes(30));

        // Then
        assertThat(imap.examined).hasValue(examined + 2);
        assertThat(bench.queue.comparisons()).containsExactly("position_lost", "position_lost");
    }

    @Test
    void folderWithoutIdleIsSeenAtTheNextPoll() {
        // Given
        imap.folder("INBOX");
        imap.folder("Sales");
        watch("INBOX", "Sales");
        idles();
        imap.folder("Sales").deliver(1);

        // When
        imap.expireIdle(Duration.ofSeconds(30));

        // Then
        Eventually.until(
                "the pointer of the other folder", () -> bench.queue.uids().equals(List.of(1L)));
        idles();
        imap.folder("INBOX").deliver(1);
        Eventually.until(
                "the first folder is idled on again", () -> bench.queue.uids().size() == 2);
    }

    @Test
    void missingFolderIsSaidInWordsAndTheOthersGoOn() {
        // Given
        imap.folder("Sales");

        // When
        watch("INBOX", "Sales", "Gone");
        idles();
        imap.folder("Sales").deliver(1);

        // Then
        Eventually.until(
                "the pointer of the folder that exists",
                () -> bench.queue.uids().size() == 1);
        MailboxHealth health = bench.health.find(Samples.ID).orElseThrow();
        assertThat(health.state()).isEqualTo(MailboxState.UNREACHABLE);
        assertThat(health.lastError()).contains("'INBOX'").contains("'Gone'").doesNotContain("'Sales'");
        assertThat(health.nextTry()).isPresent();
    }

    @Test
    void folderThatAppearsLaterIsWatchedFromTheNextFullRound() {
        // Given
        imap.folder("INBOX");
        watch("INBOX", "Later");
        idles();

        // When
        imap.folder("Later").deliver(1);
        imap.expireIdle(Duration.ofMinutes(5));

        // Then
        Eventually.until("its pointer", () -> bench.queue.uids().size() == 1);
        Eventually.until("all is well again", () -> bench.health.says(Samples.ID, MailboxState.ACTIVE));
    }

    @Test
    void mailboxWithoutAnyOfItsFoldersIsUnreachable() {
        // When
        watch("INBOX");

        // Then
        Eventually.until("the state says so", () -> bench.health.says(Samples.ID, MailboxState.UNREACHABLE));
        assertThat(bench.health.find(Samples.ID).orElseThrow().lastError()).contains("'INBOX'");
    }

    @Test
    void refusedPasswordIsTriedAgainSlowly() {
        // Given
        imap.folder("INBOX");
        imap.refuseNext(FailureClass.CREDENTIAL, "auth_failed", null);

        // When
        watch("INBOX");
        idles();

        // Then
        MailboxHealth first = bench.health.notes().getFirst();
        assertThat(first.state()).isEqualTo(MailboxState.AUTH_FAILED);
        assertThat(first.nextTry()).hasValue(SteppedTime.START.plus(Duration.ofMinutes(5)));
        assertThat(bench.time.slept()).containsExactly(Duration.ofMinutes(5));
        assertThat(bench.health.says(Samples.ID, MailboxState.ACTIVE)).isTrue();
    }

    @Test
    void throttledMailboxWaitsAsLongAsTheProviderAsked() {
        // Given
        imap.folder("INBOX");
        imap.refuseNext(FailureClass.THROTTLED, "throttled", Duration.ofMinutes(11));
        imap.refuseNext(FailureClass.THROTTLED, "throttled", null);

        // When
        watch("INBOX");
        idles();

        // Then
        assertThat(bench.health.notes())
                .extracting(MailboxHealth::state)
                .containsExactly(MailboxState.QUOTA, MailboxState.QUOTA, MailboxState.ACTIVE);
        assertThat(bench.time.slept()).containsExactly(Duration.ofMinutes(11), Duration.ofMinutes(7));
    }

    @Test
    void unreachableServerIsTriedAgainWithGrowingPauses() {
        // Given
        imap.folder("INBOX");
        for (int i = 0; i < 30; i++) {
            imap.refuseNext(FailureClass.TRANSIENT, "connect_failed", null);
        }

        // When
        watch("INBOX");
        idles();

        // Then
        List<Duration> slept = bench.time.slept();
        assertThat(slept).hasSize(30).allMatch(pause -> pause.compareTo(Duration.ofMinutes(5)) <= 0);
        assertThat(slept.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(slept.subList(10, 30)).anyMatch(pause -> pause.compareTo(Duration.ofMinutes(1)) > 0);
        assertThat(bench.counted("waybill.listener.reconnects", "reason", "connect_failed"))
                .isEqualTo(30);
    }

    @Test
    void stableConnectionThatEndsIsOpenedAgainWithoutAnAlarm() {
        // Given
        imap.folder("INBOX");
        watch("INBOX");
        idles();
        bench.time.step(Duration.ofHours(1));

        // When
        imap.cut();
        Eventually.until("a second login", () -> imap.logins.get() == 2);
        idles();
        imap.folder("INBOX").deliver(1);

        // Then
        Eventually.until("the pointer", () -> bench.queue.uids().size() == 1);
        assertThat(bench.health.notes()).extracting(MailboxHealth::state).containsOnly(MailboxState.ACTIVE);
        assertThat(bench.time.slept())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void mailThatArrivedWhileDisconnectedIsCaughtUp() {
        // Given
        imap.folder("INBOX");
        watch("INBOX");
        idles();

        // When
        imap.refuseNext(FailureClass.TRANSIENT, "connect_failed", null);
        imap.cut();
        imap.folder("INBOX").deliver(3);

        // Then
        Eventually.until("three pointers", () -> bench.queue.uids().equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void queueThatRefusesKeepsTheConnectionAndLosesNothing() {
        // Given
        imap.folder("INBOX");
        watch("INBOX");
        idles();
        bench.queue.trouble(Trouble.UNAVAILABLE);
        imap.folder("INBOX").deliver(4);
        Eventually.until("several refusals", () -> bench.queue.refused() > 3);

        // When
        bench.queue.trouble(Trouble.NONE);

        // Then
        Eventually.until("four pointers", () -> bench.queue.uids().equals(List.of(1L, 2L, 3L, 4L)));
        assertThat(imap.logins).hasValue(1);
        assertThat(bench.health.notes()).extracting(MailboxHealth::state).containsOnly(MailboxState.ACTIVE);
    }

    @Test
    void folderWithAMarkGoesOnWhilePostgresIsDown() {
        // Given
        imap.folder("INBOX");
        imap.folder("New");
        watch("INBOX");
        idles();
        watcher.stop();
        Eventually.until("stopped", () -> !thread.isAlive());
        bench.marks.down(true);

        // When
        watch("INBOX", "New");
        imap.folder("INBOX").deliver(1);
        imap.folder("New").deliver(1);

        // Then
        Eventually.until("the known folder's pointer", () -> bench.queue.uids().size() == 1);
        bench.marks.down(false);
        Eventually.until("the new folder's pointer", () -> bench.queue.uids().size() == 2);
        assertThat(imap.logins).hasValue(2);
    }

    @Test
    void stopEndsAnIdlingWatcherWithALogout() throws Exception {
        // Given
        imap.folder("INBOX");
        watch("INBOX");
        idles();

        // When
        watcher.stop();

        // Then
        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        assertThat(imap.logouts).hasValue(1);
        assertThat(bench.meters.get("waybill.listener.connections").gauge().value())
                .isZero();
    }

    @Test
    void everythingSinceTheBeginningComesInOrder() {
        // Given
        imap.folder("INBOX").deliver(1_700);

        // When
        watch(Samples.mailbox(Instant.EPOCH, "INBOX"));
        idles();

        // Then
        assertThat(bench.queue.uids()).hasSize(1_700).isSorted().doesNotHaveDuplicates();
        assertThat(bench.queue.position(FolderPosition.field(Samples.ID, "INBOX")))
                .isEqualTo(Optional.of("1000:1700"));
    }
}
