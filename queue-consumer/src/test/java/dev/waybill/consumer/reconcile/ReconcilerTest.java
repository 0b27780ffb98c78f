package dev.waybill.consumer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.database.DatabaseUnavailableException;
import dev.waybill.consumer.discover.Discovery.Look;
import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.reconcile.MailListing.Listed;
import dev.waybill.consumer.reconcile.MailListing.Page;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.Receipt;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a comparison finds, enqueues and calls complete, whoever lists the mails. */
class ReconcilerTest {
    private static final Locator SHORT = new Locator.Reconcile(Long.MAX_VALUE, "schedule");

    private final Mailbox mailbox = new Mailbox(
            UUID.randomUUID(),
            "default",
            "help@example.com",
            new Connection.Imap("imap.example.com", 993, Connection.Security.TLS, "help"),
            List.of("INBOX"),
            Instant.EPOCH,
            false,
            new AfterProcessing.Keep(),
            1);
    private final InMemoryQueue queue = new InMemoryQueue();
    private final Map<String, Boolean> rows = new HashMap<>();
    private final RememberedComparisons log = new RememberedComparisons();
    private final Provider provider = new Provider();
    private final SleepyPace pace = new SleepyPace();
    private Optional<Duration> overRate = Optional.empty();
    private @Nullable RuntimeException databaseAway;
    private PointerQueue into = queue.producer();
    private int queries;

    private Reconciler reconciler() {
        return new Reconciler(
                new Listings(provider, provider, provider),
                this::settled,
                queue.control(),
                into,
                log,
                (m, cost) -> overRate,
                pace);
    }

    private Map<String, Boolean> settled(UUID id, Collection<String> keys) {
        queries++;
        if (databaseAway != null) {
            throw databaseAway;
        }
        Map<String, Boolean> found = new HashMap<>(rows);
        found.keySet().retainAll(keys);
        return found;
    }

    @Test
    void eachMailIsCountedWhereItIsAndTheMissingOnesAreEnqueued() throws Exception {
        // Given
        provider.folder("INBOX", 1, 8);
        settle(1, true);
        settle(2, true);
        enqueue(3);
        inFlight(4);
        dead(5);
        settle(5, false);

        // When
        Look look = reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(look).isEqualTo(new Look.Done(3));
        assertThat(report().folders()).containsExactly(new FolderReport("INBOX", 8, 2, 2, 1, 3, 3));
        assertThat(report().missing())
                .containsExactly(pointer(6).id(), pointer(7).id(), pointer(8).id());
        assertThat(log.said).containsExactly("started schedule", "finished");
        assertThat(queue.control().mailbox(mailbox.id()).waiting()).isEqualTo(4);
    }

    @Test
    void onceMoreNothingIsMissing() throws Exception {
        // Given
        provider.folder("INBOX", 1, 5);
        reconciler().look(mailbox, SHORT, () -> {});

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(report().total()).isEqualTo(new FolderReport("", 5, 0, 5, 0, 0, 0));
    }

    @Test
    void onlyRowsMakeAFolderComplete() throws Exception {
        // Given
        provider.folder("INBOX", 1, 5);
        settle(1, true);
        settle(2, false);
        enqueue(3);
        settle(4, true);

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(provider.complete).containsExactly("INBOX before 3");
    }

    @Test
    void aFolderWhoseMailsAllHaveRowsIsCompleteWithoutASecondLook() throws Exception {
        // Given
        provider.folder("INBOX", 1, 2_500);
        LongStream.rangeClosed(1, 2_500).forEach(uid -> settle(uid, true));

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(provider.complete).containsExactly("INBOX");
        assertThat(pace.sleeps).isZero();
        assertThat(queries).isEqualTo(3);
    }

    @Test
    void aMailThatIsSettledAMomentLaterIsNeitherMissingNorInTheWay() throws Exception {
        // Given
        provider.folder("INBOX", 1, 3);
        settle(1, true);
        settle(2, true);
        pace.meanwhile = () -> settle(3, true);

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(report().total()).isEqualTo(new FolderReport("", 3, 3, 0, 0, 0, 0));
        assertThat(provider.complete).containsExactly("INBOX");
    }

    @Test
    void aMailWhosePointerComesAMomentLaterIsNotMissing() throws Exception {
        // Given
        provider.folder("INBOX", 1, 1);
        pace.meanwhile = () -> enqueue(1);

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(report().total()).isEqualTo(new FolderReport("", 1, 0, 1, 0, 0, 0));
    }

    @Test
    void aDeadRowWhoseLetterIsLostSuppressesNothing() throws Exception {
        // Given
        provider.folder("INBOX", 1, 1);
        settle(1, false);

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(report().total()).isEqualTo(new FolderReport("", 1, 0, 0, 0, 1, 1));
    }

    @Test
    void afterAWipeAllIsEnqueuedInPagesAndOneSleepAtMost() throws Exception {
        // Given
        provider.folder("INBOX", 1, 12_345);

        // When
        reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(report().total()).isEqualTo(new FolderReport("", 12_345, 0, 0, 0, 12_345, 12_345));
        assertThat(report().missing()).hasSize(20);
        assertThat(pace.sleeps).isLessThanOrEqualTo(1);
        assertThat(provider.complete).containsExactly("INBOX before 1");
    }

    @Test
    void aDryRunTellsTheSameAndDoesNothing() throws Exception {
        // Given
        provider.folder("INBOX", 1, 3);
        settle(1, true);

        // When
        ReconcileReport report = reconciler().compare(mailbox, Optional.of(Instant.EPOCH), true, () -> {});

        // Then
        assertThat(report.total()).isEqualTo(new FolderReport("", 3, 1, 0, 0, 2, 0));
        assertThat(queue.control().stats().ready()).isZero();
        assertThat(provider.complete).isEmpty();
        assertThat(log.said).isEmpty();
    }

    @Test
    void theWindowIsAskedForAsThePointerSays() throws Exception {
        // When
        reconciler().look(mailbox, SHORT, () -> {});
        reconciler().look(mailbox, new Locator.Reconcile(1_000, "missed"), () -> {});

        // Then
        assertThat(provider.asked).containsExactly(Optional.empty(), Optional.of(Instant.ofEpochMilli(1_000)));
    }

    @Test
    void whenTheQueueTakesNothingNothingIsComplete() {
        // Given
        provider.folder("INBOX", 1, 3);
        into = unavailable();

        // When
        assertThatThrownBy(() -> reconciler().look(mailbox, SHORT, () -> {}))
                .isInstanceOf(QueueUnavailableException.class);

        // Then
        assertThat(provider.complete).isEmpty();
        assertThat(provider.open).isZero();
        assertThat(log.said).containsExactly("started schedule");
    }

    @Test
    void whileTheLedgerIsAwayNothingIsEnqueued() {
        // Given
        provider.folder("INBOX", 1, 3);
        databaseAway = new DatabaseUnavailableException("comparing", new SQLException("down"));

        // When
        assertThatThrownBy(() -> reconciler().look(mailbox, SHORT, () -> {}))
                .isInstanceOf(DatabaseUnavailableException.class);

        // Then
        assertThat(queue.control().stats().ready()).isZero();
        assertThat(provider.complete).isEmpty();
    }

    @Test
    void aProviderThatFailsInTheMiddleLeavesTheFolderIncomplete() {
        // Given
        provider.folder("INBOX", 1, 2_500);
        provider.failAfter = 1;

        // When
        assertThatThrownBy(() -> reconciler().look(mailbox, SHORT, () -> {}))
                .isInstanceOf(MailboxAccessException.class);

        // Then
        assertThat(provider.complete).isEmpty();
        assertThat(log.said).containsExactly("started schedule");
    }

    @Test
    void whatTheProviderGrantsIsAskedForFirst() throws Exception {
        // Given
        provider.folder("INBOX", 1, 3);
        overRate = Optional.of(Duration.ofSeconds(7));

        // When
        Look look = reconciler().look(mailbox, SHORT, () -> {});

        // Then
        assertThat(look).isEqualTo(new Look.OverRate(Duration.ofSeconds(7)));
        assertThat(provider.pages).isZero();
        assertThatThrownBy(() -> reconciler().compare(mailbox, Optional.empty(), true, () -> {}))
                .isInstanceOfSatisfying(
                        MailboxAccessException.class,
                        e -> assertThat(e.failureClass()).isEqualTo(FailureClass.THROTTLED));
    }

    private ReconcileReport report() {
        return log.reports.getLast();
    }

    private void settle(long uid, boolean settled) {
        rows.put(MessageKey.imap("INBOX", 7, uid).value(), settled);
    }

    private Pointer pointer(long uid) {
        return new Pointer(mailbox.id(), new Locator.Imap("INBOX", 7, uid), 0, "");
    }

    private void enqueue(long uid) {
        queue.producer().enqueue(List.of(pointer(uid)), Priority.LIVE);
    }

    private Receipt inFlight(long uid) {
        queue.producer().enqueue(List.of(pointer(uid)), Priority.LIVE);
        Claim claim = queue.claims().claim(10, Duration.ofMinutes(1), "c", false);
        List<Receipt> others = new ArrayList<>();
        Receipt mine = null;
        for (var claimed : ((Claim.Taken) claim).pointers()) {
            if (claimed.receipt().id().equals(pointer(uid).id())) {
                mine = claimed.receipt();
            } else {
                others.add(claimed.receipt());
            }
        }
        queue.claims().release(others);
        if (mine == null) {
            throw new AssertionError("not claimed: " + uid);
        }
        return mine;
    }

    private void dead(long uid) {
        Claims claims = queue.claims();
        claims.deadLetter(inFlight(uid), new Failure("parse_failed", ""));
    }

    private static PointerQueue unavailable() {
        return (PointerQueue) Proxy.newProxyInstance(
                ReconcilerTest.class.getClassLoader(), new Class<?>[] {PointerQueue.class}, (proxy, method, args) -> {
                    throw new QueueUnavailableException("enqueueing", "no answer");
                });
    }

    /** Sleeping lets something happen. */
    private static final class SleepyPace implements Pace {
        private Runnable meanwhile = () -> {};
        private int sleeps;

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            sleeps++;
            meanwhile.run();
        }
    }

    /** Folders with UIDs, in pages of 1,000. */
    private static final class Provider implements MailListing {
        private final Map<String, List<Long>> folders = new HashMap<>();
        private final List<Optional<Instant>> asked = new ArrayList<>();
        private final List<String> complete = new ArrayList<>();
        private int failAfter = Integer.MAX_VALUE;
        private int pages;
        private int open;

        void folder(String name, long first, long last) {
            folders.put(name, LongStream.rangeClosed(first, last).boxed().toList());
        }

        @Override
        public Walk walk(Mailbox mailbox, Optional<Instant> since) {
            asked.add(since);
            open++;
            Deque<Page> left = new ArrayDeque<>();
            folders.forEach((name, uids) -> {
                for (int from = 0; from < uids.size(); from += 1_000) {
                    int to = Math.min(from + 1_000, uids.size());
                    left.add(new Page(
                            name,
                            uids.subList(from, to).stream()
                                    .map(uid -> new Listed(new Locator.Imap(name, 7, uid), Optional.empty()))
                                    .toList(),
                            to == uids.size()));
                }
            });
            return new Walk() {
                @Override
                public int cost() {
                    return 1;
                }

                @Override
                public Optional<Page> next() throws MailboxAccessException {
                    if (pages++ >= failAfter) {
                        throw new MailboxAccessException(
                                FailureClass.TRANSIENT, "timeout", "imap.example.com does not answer", null, null);
                    }
                    return Optional.ofNullable(left.poll());
                }

                @Override
                public void complete(String folder, Optional<Listed> first) {
                    complete.add(folder
                            + first.map(l -> " before " + ((Locator.Imap) l.mail()).uid())
                                    .orElse(""));
                }

                @Override
                public Optional<Instant> completeAt() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
