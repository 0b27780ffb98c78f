package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.reconcile.ImapListing;
import dev.waybill.consumer.reconcile.Listings;
import dev.waybill.consumer.reconcile.MailListing;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Busiest;
import dev.waybill.queue.Claim;
import dev.waybill.queue.ClaimHolder;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueTotals;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MailboxAccountTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static AdminDatabase database;

    private final UUID id = UUID.randomUUID();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final FakeImap imap = new FakeImap();
    private final FakeHealth health = new FakeHealth();
    private final StepPace pace = new StepPace(Instant.parse("2026-05-01T10:00:00Z"));
    private Mailbox mailbox = mailbox(false);

    @BeforeAll
    static void connect() {
        database = AdminDatabase.fresh();
    }

    @Test
    void everyMailIsCountedOnceWhereverItIs() throws Exception {
        // Given
        provider(1, 10);
        ledger(1, "processed", "", "ticket");
        ledger(2, "processed", "", "comment");
        ledger(3, "skipped", "too_large", "none");
        dead(4, "parse_failed");
        ledger(4, "dead", "parse_failed", "none");
        dead(5, "unknown_version");
        deferred(6);
        claimed(7);
        enqueue(8);
        enqueue(9);

        // When
        AccountView account = show();

        // Then
        assertThat(account.outcomes())
                .isEqualTo(new AccountView.Outcomes(
                        Map.of("ticket", 1L, "comment", 1L),
                        Map.of("too_large", 1L),
                        Map.of("parse_failed", 1L, "unknown_version", 1L)));
        assertThat(account.waiting()).isEqualTo(2);
        assertThat(account.inFlight()).isEqualTo(1);
        assertThat(account.delayed()).isEqualTo(1);
        assertThat(account.held()).isZero();
        assertThat(account.unaccounted()).isEqualTo(1);
        assertThat(account.found()).isEqualTo(10);
        assertThat(account.providerChecked()).isTrue();
    }

    @Test
    void whatWaitsInAPausedMailboxCountsAsHeld() throws Exception {
        // Given
        provider(1, 2);
        mailbox = mailbox(true);
        queue.holds().holdUntilResumed(id, "paused");
        enqueue(1);
        enqueue(2);

        // When
        AccountView account = show();

        // Then
        assertThat(account.state()).isEqualTo("paused");
        assertThat(account.held()).isEqualTo(2);
        assertThat(account.waiting()).isZero();
        assertThat(account.found()).isEqualTo(2);
        assertThat(account.unaccounted()).isZero();
    }

    @Test
    void aSettledMailThatIsEnqueuedAgainIsCountedOnce() throws Exception {
        // Given
        provider(1, 3);
        for (int uid = 1; uid <= 3; uid++) {
            ledger(uid, "processed", "", "ticket");
            enqueue(uid);
        }

        // When
        AccountView account = show();

        // Then
        assertThat(account.outcomes().processed()).isEqualTo(Map.of("ticket", 3L));
        assertThat(account.waiting()).isZero();
        assertThat(account.found()).isEqualTo(3);
    }

    @Test
    void aReplayedLetterLivesAlthoughItsRowSaysDead() throws Exception {
        // Given
        provider(1, 1);
        dead(1, "parse_failed");
        ledger(1, "dead", "parse_failed", "none");
        queue.deadLetters().replay(List.of(pointer(1).id()));

        // When
        AccountView account = show();

        // Then
        assertThat(account.waiting()).isEqualTo(1);
        assertThat(account.outcomes().dead()).isEmpty();
        assertThat(account.found()).isEqualTo(1);
    }

    @Test
    void aDeadMailThatTheQueueHasForgottenIsStillDead() throws Exception {
        // Given
        provider(1, 1);
        ledger(1, "dead", "parse_failed", "none");

        // When
        AccountView account = show();

        // Then
        assertThat(account.outcomes().dead()).isEqualTo(Map.of("parse_failed", 1L));
        assertThat(account.found()).isEqualTo(1);
        assertThat(account.unaccounted()).isZero();
    }

    @Test
    void mailsThatLeftTheFolderAreStillCounted() throws Exception {
        // Given
        provider(5, 5);
        ledger(1, "processed", "", "ticket");
        enqueue(2);
        dead(3, "parse_failed");
        enqueue(5);

        // When
        AccountView account = show();

        // Then
        assertThat(account.waiting()).isEqualTo(2);
        assertThat(account.outcomes().total()).isEqualTo(2);
        assertThat(account.found()).isEqualTo(4);
    }

    @Test
    void discoveryPointersAreNoMails() throws Exception {
        // Given
        provider(1, 1);
        enqueue(1);
        queue.producer().enqueue(List.of(new Pointer(id, new Locator.Reconcile(5, "asked"), 0, "")), Priority.LIVE);

        // When
        AccountView account = show();

        // Then
        assertThat(account.waiting()).isEqualTo(1);
        assertThat(account.found()).isEqualTo(1);
    }

    @Test
    void aMailThatIsProcessedWhileThisReadsIsCountedOnce() throws Exception {
        // Given
        provider(1, 1);
        Receipt receipt = claimed(1);
        QueueControl moving = new ControlThat(queue.control(), ids -> {
            ledger(1, "processed", "", "ticket");
            queue.claims().ack(List.of(receipt));
        });

        // When
        AccountView account = show(moving, true);

        // Then
        assertThat(account.outcomes().processed()).isEqualTo(Map.of("ticket", 1L));
        assertThat(account.inFlight()).isZero();
        assertThat(account.found()).isEqualTo(1);
    }

    @Test
    void aSettledMailThatIsAckedWhileThisReadsIsCountedOnce() throws Exception {
        // Given
        provider(1, 1);
        Receipt receipt = claimed(1);
        ledger(1, "processed", "", "ticket");
        QueueControl moving =
                new ControlThat(queue.control(), ids -> queue.claims().ack(List.of(receipt)));

        // When
        AccountView account = show(moving, true);

        // Then
        assertThat(account.outcomes().processed()).isEqualTo(Map.of("ticket", 1L));
        assertThat(account.inFlight()).isZero();
        assertThat(account.found()).isEqualTo(1);
    }

    @Test
    void aMailThatTakesThePlaceOfAnotherWhileThisReadsIsCountedOnce() throws Exception {
        // Given
        provider(1, 2);
        deferred(1);
        Receipt second = claimed(2);
        QueueControl moving = new ControlThat(queue.control(), ids -> {
            ledger(2, "processed", "", "ticket");
            queue.claims().ack(List.of(second));
            queue.advance(LEASE);
            queue.upkeep().promote(10);
            queue.claims().claim(10, LEASE, "test", true);
        });

        // When
        AccountView account = show(moving, true);

        // Then
        assertThat(queue.control().mailbox(id).inFlight()).isEqualTo(1);
        assertThat(account.delayed()).isEqualTo(1);
        assertThat(account.inFlight()).isZero();
        assertThat(account.outcomes().processed()).isEqualTo(Map.of("ticket", 1L));
        assertThat(account.found()).isEqualTo(2);
    }

    @Test
    void aMailThatArrivesJustNowIsLookedAtAgainBeforeItIsMissed() throws Exception {
        // Given
        provider(1, 2);
        pace.meanwhile(() -> {
            enqueue(1);
            ledger(2, "processed", "", "comment");
        });

        // When
        AccountView account = show();

        // Then
        assertThat(pace.slept).hasSize(1);
        assertThat(account.unaccounted()).isZero();
        assertThat(account.waiting()).isEqualTo(1);
        assertThat(account.outcomes().processed()).isEqualTo(Map.of("comment", 1L));
        assertThat(account.found()).isEqualTo(2);
    }

    @Test
    void whereNothingIsMissingNobodyWaits() throws Exception {
        // Given
        provider(1, 1);
        ledger(1, "processed", "", "ticket");

        // When
        show();

        // Then
        assertThat(pace.slept).isEmpty();
    }

    @Test
    void withoutTheProviderTheRestIsStillTold() throws Exception {
        // Given
        imap.away = true;
        ledger(1, "processed", "", "ticket");
        enqueue(2);

        // When
        AccountView account = show();

        // Then
        assertThat(account.providerChecked()).isFalse();
        assertThat(account.providerProblem()).isEqualTo("imap.example.com does not answer");
        assertThat(account.unaccounted()).isNull();
        assertThat(account.found()).isEqualTo(2);
    }

    @Test
    void aRefusedCredentialIsNotTriedOnceMore() throws Exception {
        // Given
        health.record(id, MailboxState.AUTH_FAILED, "wrong password", Optional.empty());

        // When
        AccountView account = show();

        // Then
        assertThat(imap.connects).isZero();
        assertThat(account.state()).isEqualTo("auth_failed");
        assertThat(account.providerProblem()).contains("wrong password");
    }

    @Test
    void mailBeforeTheStartIsNotFound() throws Exception {
        // Given
        imap.mails.put(1L, mailbox.startAt().minusSeconds(121));
        imap.mails.put(2L, mailbox.startAt().plusSeconds(1));

        // When
        AccountView byDate = show();
        imap.begin(new FolderMark(id, "INBOX", FakeImap.UID_VALIDITY, 3, 2));
        AccountView byMark = show();

        // Then
        assertThat(byDate.found()).isEqualTo(1);
        assertThat(byMark.found()).isZero();
    }

    @Test
    void aLargeFolderIsReadInWindows() throws Exception {
        // Given
        provider(1, 25_000);
        ledgerOfAll(25_000);
        imap.mails.put(4_000_000_000L, Instant.EPOCH);

        // When
        AccountView account = show();

        // Then
        assertThat(account.unaccounted()).isEqualTo(1);
        assertThat(account.found()).isEqualTo(25_001);
        assertThat(imap.windows).hasSizeBetween(3, 5_000).startsWith("1..10000");
    }

    private AccountView show() throws InterruptedException {
        return show(queue.control(), true);
    }

    private AccountView show(QueueControl control, boolean askProvider) throws InterruptedException {
        AccountLedger ledger = new AccountLedger(database.database);
        return new MailboxAccount(
                        control,
                        ledger,
                        new ProviderListing(
                                new Listings(
                                        new ImapListing(new SessionPool(imap, 2, LEASE, pace), imap), noApi(), noApi()),
                                ledger,
                                (m, cost) -> Optional.empty()),
                        new UnrecordedDead(queue.deadLetters(), ledger),
                        new QueueRest(control, ledger),
                        pace)
                .of(
                        mailbox,
                        MailboxView.of(mailbox, health.find(id)),
                        AccountView.Reconciliation.of(ReconciliationView.of(mailbox, Optional.empty(), null)),
                        askProvider);
    }

    private static MailListing noApi() {
        return (mailbox, since) -> {
            throw new AssertionError("an IMAP mailbox is not read through an API");
        };
    }

    private void provider(long first, long last) {
        imap.begin(new FolderMark(id, "INBOX", FakeImap.UID_VALIDITY, first, first - 1));
        LongStream.rangeClosed(first, last).forEach(uid -> imap.mails.put(uid, Instant.EPOCH));
    }

    private Pointer pointer(long uid) {
        return new Pointer(id, new Locator.Imap("INBOX", FakeImap.UID_VALIDITY, uid), 1, "");
    }

    private void ledger(long uid, String outcome, String reason, String effect) {
        database.ledger(id, pointer(uid).id().value(), outcome, reason, effect);
    }

    private void ledgerOfAll(int uids) {
        List<String> ids = LongStream.rangeClosed(1, uids)
                .mapToObj(uid -> pointer(uid).id().value())
                .toList();
        database.sql("""
            insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, effect, pointer_id)
            select ?, 'imap:' || id, 'default', 'imap', 'processed', 'ticket', id from unnest(?) id
            """, id, ids);
    }

    private void enqueue(long uid) {
        queue.producer().enqueue(List.of(pointer(uid)), Priority.LIVE);
    }

    private Receipt claimed(long uid) {
        enqueue(uid);
        Claims claims = queue.claims();
        Claim.Taken taken = (Claim.Taken) claims.claim(1, LEASE, "test", true);
        return taken.pointers().getFirst().receipt();
    }

    private void deferred(long uid) {
        Receipt receipt = claimed(uid);
        queue.claims().defer(List.of(receipt), LEASE, new Failure("timeout", ""));
    }

    private void dead(long uid, String reason) {
        Receipt receipt = claimed(uid);
        queue.claims().deadLetter(receipt, new Failure(reason, ""));
    }

    private Mailbox mailbox(boolean paused) {
        return new Mailbox(
                id,
                "default",
                "help@example.com",
                new Connection.Imap("imap.example.com", 993, Connection.Security.TLS, "help"),
                List.of("INBOX"),
                Instant.parse("2026-04-01T00:00:00Z"),
                paused,
                new AfterProcessing.Keep(),
                1);
    }

    /** The queue's view, and something that happens once right after places were read. */
    private record ControlThat(QueueControl control, Consumer<Collection<PointerId>> then) implements QueueControl {
        @Override
        public QueueStats stats() {
            return control.stats();
        }

        @Override
        public QueueTotals totals() {
            return control.totals();
        }

        @Override
        public MailboxStats mailbox(UUID mailbox) {
            return control.mailbox(mailbox);
        }

        @Override
        public Map<PointerId, Place> places(Collection<PointerId> ids) {
            Map<PointerId, Place> places = control.places(ids);
            then.accept(ids);
            return places;
        }

        @Override
        public Busiest busiest(int most) {
            return control.busiest(most);
        }

        @Override
        public List<ClaimHolder> consumers() {
            return control.consumers();
        }

        @Override
        public boolean pause(String by) {
            return control.pause(by);
        }

        @Override
        public boolean resume() {
            return control.resume();
        }
    }
}
