package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.answer.SilentHealth;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.TestCrew;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.process.OwnWorld;
import dev.waybill.consumer.reconcile.ImapListing;
import dev.waybill.consumer.reconcile.Listings;
import dev.waybill.consumer.reconcile.Reconciler;
import dev.waybill.consumer.reconcile.RememberedComparisons;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ImapTroubles;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapSettings;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that does not answer UID SEARCH and sends mails all the same, on a real socket. */
class FailedImapComparisonTest {
    private static final String USER = "help@example.com";
    private static final String SEARCH = "UID SEARCH";
    private static final Duration QUARTER = Duration.ofMinutes(15);

    private final ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
    private final ScriptedFolder inbox = server.folder(USER, "INBOX");
    private final InMemoryQueue queue = new InMemoryQueue();
    private final SteppedPace pace = new SteppedPace();
    private final List<Journal.Step> steps = new ArrayList<>();
    private final TestCrew crew = new TestCrew(queue, steps::add, pace);
    private final MemoryLedger ledger = new MemoryLedger();
    private final SilentHealth health = new SilentHealth();
    private final RememberedComparisons comparisons = new RememberedComparisons();
    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            USER,
            new Connection.Imap(server.host(), server.port(), Connection.Security.NONE, USER),
            List.of("INBOX"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);
    private final SessionPool sessions = new SessionPool(
            new AngusImapSessions(id -> new Secret.Password("secret"), new HostPolicy(true), ImapSettings.defaults()),
            2,
            Duration.ofHours(1),
            pace);
    private PointerHandler handler;

    @BeforeEach
    void wire() throws InterruptedException {
        DatabaseGate gate = new DatabaseGate(() -> {});
        gate.tryOpen();
        MailboxTroubles troubles = new MailboxTroubles(queue.holds(), health, steps::add, pace);
        Answers answers = new Answers(crew.settler(), troubles, ledger, gate);
        MailProcessor processor = new MailProcessor(
                new NoBlobs(),
                new MailProcessor.Readers(new Mime4jMailReader(), OwnWorld.UNKNOWN),
                ledger,
                answers,
                crew.watch(),
                new Semaphore(4));
        ImapListing listing = new ImapListing(sessions, new NoMarks());
        Reconciler reconciler = new Reconciler(
                new Listings(listing, listing, listing),
                (id, keys) -> Map.of(),
                queue.control(),
                queue.producer(),
                comparisons,
                (m, cost) -> Optional.empty(),
                pace);
        Resolver none = (m, arrivals, tasks) -> {
            throw new AssertionError("an IMAP mailbox has no such pointers");
        };
        Download download = new Download(new NoBlobs(), processor, answers, 1_000_000, pace);
        FewMailboxes registry = new FewMailboxes(mailbox);
        handler = new PointerHandler(
                ledger,
                new MailboxLookup(registry, registry, queue.holds()),
                new Resolvers(
                        new ImapFolders(new ImapResolver(sessions, answers, troubles, crew.watch(), download), 32),
                        none,
                        none,
                        none,
                        new Discoverer(reconciler, answers, troubles, crew.watch(), reconciler.failures(answers))),
                answers,
                pace);
    }

    @AfterEach
    void stop() {
        sessions.closeAll();
        server.close();
    }

    static Stream<ImapScript> unanswered() {
        return Stream.of(
                ImapTroubles.answer(SEARCH, "NO it is broken"),
                ImapTroubles.answer(SEARCH, "BAD what is that"),
                ImapTroubles.answer(SEARCH, "NO [NONEXISTENT] no such folder"),
                ImapTroubles.cut(SEARCH));
    }

    @ParameterizedTest
    @MethodSource("unanswered")
    void mailGoesOnWhileNoComparisonSucceeds(ImapScript trouble) throws Exception {
        // Given
        inbox.deliver(1);
        server.behave(trouble);
        enqueue(new Locator.Reconcile(Long.MAX_VALUE, "test"));
        run();

        // When
        for (int i = 0; i < 8; i++) {
            enqueue(new Locator.Imap("INBOX", inbox.uidValidity(), inbox.deliver(1)));
            after(QUARTER);
        }

        // Then
        assertThat(ledger.recorded).hasSize(8);
        assertThat(comparisons.said.stream().filter(s -> s.startsWith("put off")))
                .hasSize(9);
        assertThat(steps).noneMatch(Journal.Step.Held.class::isInstance);
        assertThat(state()).isNotEqualTo(Optional.of(MailboxState.UNREACHABLE));
        assertThat(queue.control().stats().dead()).isZero();

        // When
        server.behave(ImapScript.none());
        after(QUARTER);

        // Then
        assertThat(comparisons.said).endsWith("finished");
        assertThat(ledger.recorded).as("with the one that nobody told of").hasSizeGreaterThan(8);
        assertThat(queue.control().stats().delayed()).isZero();
    }

    @Test
    void aServerThatIsAwayHoldsTheMailbox() throws Exception {
        // Given
        server.close();

        // When
        enqueue(new Locator.Reconcile(Long.MAX_VALUE, "test"));
        run();
        after(QUARTER);
        after(QUARTER);

        // Then
        assertThat(queue.holds().held()).hasSize(1);
        assertThat(state()).contains(MailboxState.UNREACHABLE);
    }

    private Optional<MailboxState> state() {
        return health.find(mailbox.id()).map(MailboxHealth::state);
    }

    private void enqueue(Locator locator) {
        queue.producer()
                .enqueue(List.of(new Pointer(mailbox.id(), locator, pace.now().toEpochMilli(), "")), Priority.LIVE);
    }

    private void after(Duration time) throws InterruptedException {
        pace.step(time);
        queue.advance(time);
        queue.upkeep().promote(1_000);
        run();
    }

    private void run() throws InterruptedException {
        for (List<Flight> flights = crew.claimWhatThereIs(); !flights.isEmpty(); flights = crew.claimWhatThereIs()) {
            handler.handle(flights);
            crew.sendAcks();
        }
    }

    /** Nothing is known to be complete, ever. */
    private static final class NoMarks implements FolderMarks {
        @Override
        public Optional<FolderMark> find(UUID mailbox, String folder) {
            return Optional.empty();
        }

        @Override
        public FolderMark begin(FolderMark mark) {
            return mark;
        }

        @Override
        public List<FolderMark> all(UUID mailbox) {
            return List.of();
        }

        @Override
        public boolean complete(UUID mailbox, String folder, long uidValidity, long completeUntil) {
            return false;
        }
    }
}
