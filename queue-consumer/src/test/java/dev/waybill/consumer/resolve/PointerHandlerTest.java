package dev.waybill.consumer.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.answer.SilentHealth;
import dev.waybill.consumer.database.DatabaseGate;
import dev.waybill.consumer.loop.Journal;
import dev.waybill.consumer.loop.TestCrew;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.process.MailProcessor;
import dev.waybill.consumer.process.OwnWorld;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.QueueContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a batch through sorting, fetching and processing, on a server that misbehaves on demand. */
class PointerHandlerTest {
    private final InMemoryQueue queue = new InMemoryQueue();
    private final SteppedPace pace = new SteppedPace();
    private final Queue<Journal.Step> steps = new ConcurrentLinkedQueue<>();
    private final TestCrew crew = new TestCrew(queue, steps::add, pace);
    private final MemoryLedger ledger = new MemoryLedger();
    private final FakeServer server = new FakeServer();
    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            "a@example.com",
            new Connection.Imap("localhost", 143, Connection.Security.NONE, "user"),
            List.of("INBOX"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);
    private final FewMailboxes registry = new FewMailboxes(mailbox);
    private PointerHandler handler;

    @BeforeEach
    void wire() throws InterruptedException {
        DatabaseGate gate = new DatabaseGate(() -> {});
        gate.tryOpen();
        queue.holds().setLimit(mailbox.id(), 64);
        MailboxTroubles troubles = new MailboxTroubles(queue.holds(), new SilentHealth(), steps::add, pace);
        Answers answers = new Answers(crew.settler(), troubles, ledger, gate);
        MailProcessor processor = new MailProcessor(
                new NoBlobs(),
                new MailProcessor.Readers(new Mime4jMailReader(), OwnWorld.UNKNOWN),
                ledger,
                answers,
                crew.watch(),
                new Semaphore(4));
        SessionPool sessions = new SessionPool(m -> server.session(), 2, Duration.ofMinutes(1), pace);
        ImapResolver imap = new ImapResolver(
                sessions,
                answers,
                troubles,
                crew.watch(),
                new Download(new NoBlobs(), processor, answers, 1_000_000, pace));
        handler = new PointerHandler(
                ledger,
                new MailboxLookup(registry, registry, queue.holds()),
                new Resolvers(
                        new ImapFolders(imap, 32),
                        noSuchProvider(),
                        noSuchProvider(),
                        noSuchProvider(),
                        noComparison()),
                answers,
                pace);
    }

    private static Resolver noComparison() {
        return (mailbox, arrivals, tasks) -> {
            throw new AssertionError("nobody asks for a comparison here");
        };
    }

    private static Resolver noSuchProvider() {
        return (mailbox, arrivals, tasks) -> {
            throw new AssertionError("an IMAP mailbox has no such pointers");
        };
    }

    private void handle(int mails) throws InterruptedException {
        for (long uid = 1; uid <= mails; uid++) {
            server.mails.put(uid, "Subject: " + uid + "\r\n\r\nx\r\n");
        }
        handler.handle(crew.claim(Pointers.imaps(mailbox.id(), mails)));
        crew.sendAcks();
    }

    @Test
    void aFoldersMailsAreFetchedByOneCommand() throws InterruptedException {
        handle(30);

        assertThat(ledger.recorded).hasSize(30);
        assertThat(server.downloads).containsExactly(30);
        assertThat(server.logins).isEqualTo(1);
        assertThat(queue.control().stats().inFlight()).isZero();
    }

    @Test
    void aFullBatchUsesASessionForEachSet() throws InterruptedException {
        handle(64);

        assertThat(ledger.recorded).hasSize(64);
        assertThat(server.downloads).containsExactly(32, 32);
        assertThat(server.logins).isBetween(1, 2);
    }

    @Test
    void oneMailThatTheServerCannotSendDoesNotKeepItsNeighbours() throws InterruptedException {
        // Given
        server.cannotSend = 7;

        // When
        handle(20);

        // Then
        assertThat(ledger.recorded).hasSize(19);
        assertThat(steps).filteredOn(Journal.Step.Deferred.class::isInstance).hasSize(1);
        assertThat(queue.holds().held()).isEmpty();
    }

    @Test
    void aDefectThatOneMailWakesCountsAgainstThatMailOnly() throws InterruptedException {
        // Given
        server.wakesDefect = 7;

        // When
        handle(20);

        // Then
        assertThat(ledger.recorded).hasSize(19);
        assertThat(steps).filteredOn(Journal.Step.Retried.class::isInstance).hasSize(1);
    }

    @Test
    void aServerThatRefusesTheFolderIsNotAskedForEachMail() throws InterruptedException {
        // Given
        server.refusesFolder = true;

        // When
        handle(20);

        // Then
        assertThat(server.logins).isEqualTo(1);
        assertThat(steps).filteredOn(Journal.Step.Deferred.class::isInstance).hasSize(20);
    }

    @Test
    void aMailThatIsMissingOnceIsNotBelievedToBeGone() throws InterruptedException {
        // Given
        server.hiddenAtFirst = 3;

        // When
        handle(5);

        // Then
        assertThat(ledger.recorded).hasSize(5);
        assertThat(ledger.skipped).isEmpty();
    }

    @Test
    void aMailThatTwoFreshViewsDoNotHaveIsGone() throws InterruptedException {
        // Given
        handle(5);
        server.mails.remove(7L);
        int before = server.examined;

        // When
        handler.handle(crew.claim(List.of(Pointers.imap(mailbox.id(), 7))));

        // Then
        assertThat(ledger.skipped).containsExactly("source_unavailable:message_not_found");
        assertThat(server.examined).isEqualTo(before + 2);
    }

    @Test
    void aFolderThatIsOpenIsNotOpenedAgain() throws InterruptedException {
        // Given
        handle(5);

        // When
        handle(10);

        // Then
        assertThat(ledger.recorded).hasSize(15);
        assertThat(server.examined).isEqualTo(1);
        assertThat(server.logins).isEqualTo(1);
    }

    @Test
    void anEmptyMailIsSkipped() throws InterruptedException {
        // Given
        server.mails.put(1L, "");

        // When
        handler.handle(crew.claim(Pointers.imaps(mailbox.id(), 1)));

        // Then
        assertThat(ledger.skipped).containsExactly("empty");
    }

    @Test
    void aPointerThatIsNoneIsDeadAndOneOfALaterVersionWaitsForADay() throws InterruptedException {
        // Given
        PointerId broken = Pointers.imap(mailbox.id(), 1).id();
        PointerId later = Pointers.imap(mailbox.id(), 2).id();
        PointerId old = Pointers.imap(mailbox.id(), 3).id();
        PointerId ageless = Pointers.imap(mailbox.id(), 4).id();
        long now = pace.now().toEpochMilli();
        queue.enqueueRaw(broken, "{");
        queue.enqueueRaw(later, "{\"v\":2,\"enqueuedAt\":" + now + "}");
        queue.enqueueRaw(old, "{\"v\":2,\"enqueuedAt\":" + (now - 25 * 3_600_000L) + "}");
        queue.enqueueRaw(ageless, "{\"v\":2}");

        // When
        handler.handle(crew.claim());

        // Then
        assertThat(QueueContract.dead(queue.deadLetters(), 10))
                .extracting(d -> d.id() + " " + d.reason())
                .containsExactlyInAnyOrder(broken + " broken_pointer", old + " unknown_pointer");
        assertThat(queue.control().places(List.of(later, ageless)))
                .containsOnlyKeys(later, ageless)
                .containsValue(Place.DELAYED);
    }

    @Test
    void aKnownMailIsNotFetched() throws InterruptedException {
        // Given
        ledger.known = true;

        // When
        handle(5);

        // Then
        assertThat(server.logins).isZero();
        assertThat(steps).filteredOn(Journal.Step.Acked.class::isInstance).hasSize(5);
    }
}
