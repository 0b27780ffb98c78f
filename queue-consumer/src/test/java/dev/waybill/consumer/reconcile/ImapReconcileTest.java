package dev.waybill.consumer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.waybill.consumer.database.ConsumerDatabase;
import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.ImapSettings;
import dev.waybill.mailbox.registry.PostgresFolderMarks;
import dev.waybill.queue.InMemoryQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Folders on a real socket, marks and ledger in a real PostgreSQL. {@code -Dreconcile.messages=1000000} makes the large folder as large
 * as the largest that is promised.
 */
class ImapReconcileTest {
    private static final String USER = "help@example.com";
    private static final int LARGE = Integer.getInteger("reconcile.messages", 20_000);

    private static ConsumerDatabase database;

    private final ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
    private final ScriptedFolder inbox = server.folder(USER, "INBOX");
    private final PostgresFolderMarks marks = new PostgresFolderMarks(database.source());
    private final InMemoryQueue queue = new InMemoryQueue();
    private final RememberedComparisons log = new RememberedComparisons();
    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            UUID.randomUUID() + "@example.com",
            new Connection.Imap(server.host(), server.port(), Connection.Security.NONE, USER),
            List.of("INBOX", "Support"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);
    private final SessionPool sessions = new SessionPool(
            new AngusImapSessions(id -> new Secret.Password("secret"), new HostPolicy(true), ImapSettings.defaults()),
            2,
            Duration.ofMinutes(1),
            new SteppedPace());
    private final ImapListing listing = new ImapListing(sessions, marks);
    private final Reconciler reconciler = new Reconciler(
            new Listings(listing, listing, listing),
            new PostgresRowStates(database.database()),
            queue.control(),
            queue.producer(),
            log,
            (m, cost) -> Optional.empty(),
            new SteppedPace());

    @BeforeAll
    static void make() {
        database = ConsumerDatabase.fresh();
    }

    @BeforeEach
    void register() {
        server.folder(USER, "Support");
        database.run(
                "insert into mailbox (id, tenant, address, provider, connection, folders, start_at, after_processing,"
                        + " version) values ('" + mailbox.id() + "', 'default', '" + mailbox.address()
                        + "', 'imap', '{}', '{INBOX}', 'epoch', 'keep', 1)");
    }

    @AfterEach
    void stop() {
        sessions.closeAll();
        server.close();
    }

    @Test
    void allWatchedFoldersAreComparedOnOneConnection() throws Exception {
        // Given
        inbox.deliver(3);
        server.folder(USER, "Support").deliver(2);
        settle("INBOX", inbox.uidValidity(), 1, 2);

        // When
        ReconcileReport report = all();

        // Then
        assertThat(report.folders())
                .containsExactly(
                        new FolderReport("INBOX", 3, 2, 0, 0, 1, 1), new FolderReport("Support", 2, 0, 0, 0, 2, 2));
        assertThat(server.connects()).isEqualTo(1);
    }

    @Test
    void completeIsAUidThatStaysBehindAndNeverGoesBack() throws Exception {
        // Given
        begin(1);
        inbox.deliver(500);
        settle("INBOX", inbox.uidValidity(), 1, 500);
        all();
        long first = mark().completeUntil();
        inbox.deliver(300);
        settle("INBOX", inbox.uidValidity(), 501, 650);
        settle("INBOX", inbox.uidValidity(), 652, 800);

        // When
        all();

        // Then
        assertThat(first).isEqualTo(400);
        assertThat(mark().completeUntil()).isEqualTo(650);
        assertThat(marks.complete(mailbox.id(), "INBOX", inbox.uidValidity(), 10))
                .isFalse();
        assertThat(mark().completeUntil()).isEqualTo(650);
    }

    @Test
    void theShortWindowListsOnlyWhatIsNotComplete() throws Exception {
        // Given
        begin(1);
        inbox.deliver(1_000);
        settle("INBOX", inbox.uidValidity(), 1, 1_000);
        all();

        // When
        ReconcileReport report = reconciler.compare(mailbox, Optional.empty(), false, () -> {});

        // Then
        assertThat(report.total()).isEqualTo(new FolderReport("", 100, 100, 0, 0, 0, 0));
    }

    @Test
    void anIdleMailboxCostsFewCommands() throws Exception {
        // Given
        begin(1);
        inbox.deliver(300);
        settle("INBOX", inbox.uidValidity(), 1, 300);
        all();
        sessions.closeAll();
        int before = server.commands().size();

        // When
        reconciler.compare(mailbox, Optional.empty(), false, () -> {});

        // Then
        List<String> commands =
                server.commands().subList(before, server.commands().size());
        assertThat(commands)
                .as("a login, a folder of which a part is complete, one without mails")
                .extracting(command -> command.replaceFirst(" \\S+$", ""))
                .containsExactly("AUTHENTICATE", "EXAMINE", "UID SEARCH UID", "EXAMINE");
    }

    @Test
    void aNewUidValidityIsAnotherFolder() throws Exception {
        // Given
        begin(1);
        inbox.deliver(200);
        settle("INBOX", inbox.uidValidity(), 1, 200);
        all();
        long old = inbox.uidValidity();

        // When
        inbox.renumber(old + 1);
        ReconcileReport report = all();

        // Then
        assertThat(report.folders().getFirst()).isEqualTo(new FolderReport("INBOX", 200, 0, 0, 0, 200, 200));
        assertThat(marks.all(mailbox.id()))
                .extracting(FolderMark::uidValidity, FolderMark::completeUntil)
                .containsExactly(tuple(old, 100L));
    }

    @Test
    void mailBeforeTheStartOfTheFolderIsLeftAlone() throws Exception {
        // Given
        inbox.deliver(10);
        begin(8);

        // When
        ReconcileReport report = all();

        // Then
        assertThat(report.total().found()).isEqualTo(3);
    }

    @Test
    void aLargeFolderIsComparedInPages() throws Exception {
        // Given
        begin(1);
        inbox.deliver(LARGE);
        settle("INBOX", inbox.uidValidity(), 1, LARGE - 1);
        database.run("analyze email_processed_messages");
        System.gc();
        long start = System.nanoTime();

        // When
        ReconcileReport report = all();

        // Then
        System.out.printf(
                "compared %,d mails in %,d ms, heap at most %,d MB%n",
                LARGE,
                (System.nanoTime() - start) / 1_000_000,
                Runtime.getRuntime().maxMemory() >> 20);
        assertThat(report.total()).isEqualTo(new FolderReport("", LARGE, LARGE - 1, 0, 0, 1, 1));
        assertThat(mark().completeUntil()).isEqualTo(LARGE - 100);
    }

    private ReconcileReport all() throws Exception {
        return reconciler.compare(mailbox, Optional.of(Instant.EPOCH), false, () -> {});
    }

    private void begin(long startUid) {
        marks.begin(new FolderMark(mailbox.id(), "INBOX", inbox.uidValidity(), startUid, startUid - 1));
    }

    private FolderMark mark() {
        return marks.find(mailbox.id(), "INBOX").orElseThrow();
    }

    private void settle(String folder, long uidValidity, long first, long last) {
        database.run("""
            insert into email_processed_messages (mailbox_id, message_key, tenant, provider, outcome, pointer_id)
            select '%s', 'imap:%d:' || uid || ':%s', 'default', 'imap', 'processed', 'p' || uid
              from generate_series(%d, %d) uid
            """.formatted(mailbox.id(), uidValidity, folder, first, last));
    }
}
