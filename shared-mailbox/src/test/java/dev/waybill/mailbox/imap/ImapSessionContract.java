package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapFolder.Announced;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TooLargeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does on any IMAP server. */
@Timeout(60)
interface ImapSessionContract {
    long ANY_SIZE = 100_000_000;

    ImapServerUnderTest server();

    // Connecting

    @Test
    default void wrongPasswordIsAFailureOfTheCredential() {
        // Given
        var sessions = new AngusImapSessions(
                mailbox -> new Secret.Password("wrong-secret"), new HostPolicy(true), ImapServerUnderTest.settings());

        // When
        MailboxAccessException failure =
                catchThrowableOfType(MailboxAccessException.class, () -> sessions.connect(server().mailbox()));

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
        assertThat(failure.reason()).isEqualTo("auth_failed");
        assertThat(failure.state()).isEqualTo(MailboxState.AUTH_FAILED);
        assertThat(failure)
                .hasMessageContainingAll(server().host() + ":" + server().port(), "check user name and password")
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    default void unknownHostIsNamed() {
        // When
        MailboxAccessException failure = failureToConnect("no-such-host.invalid", 993);

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.reason()).isEqualTo("unknown_host");
        assertThat(failure).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    default void refusedPortIsNamed() throws IOException {
        // Given
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        // When
        MailboxAccessException failure = failureToConnect("127.0.0.1", port);

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.reason()).isEqualTo("connect_failed");
        assertThat(failure).hasMessageContainingAll("127.0.0.1:" + port, "check host and port");
    }

    @Test
    default void hostInsideTheOperatorsNetworkIsNotConnectedTo() {
        // Given
        var sessions = new AngusImapSessions(
                mailbox -> new Secret.Password("x"), new HostPolicy(false), ImapServerUnderTest.settings());

        // When
        MailboxAccessException failure =
                catchThrowableOfType(MailboxAccessException.class, () -> sessions.connect(server().mailbox()));

        // Then
        assertThat(failure.reason()).isEqualTo("connect_failed");
        assertThat(failure).hasMessageContaining("not on the public Internet");
    }

    // Folders

    @Test
    default void missingFolderIsNamedAndTheSessionGoesOn() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            // When
            MailboxAccessException opening =
                    catchThrowableOfType(MailboxAccessException.class, () -> session.examine("No such folder"));
            MailboxAccessException asking =
                    catchThrowableOfType(MailboxAccessException.class, () -> session.status("No such folder"));

            // Then
            for (MailboxAccessException failure : List.of(opening, asking)) {
                assertThat(failure.reason()).isEqualTo("folder_not_found");
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(failure.state()).isEqualTo(MailboxState.UNREACHABLE);
                assertThat(failure).hasMessageContaining("'No such folder'");
            }
            assertThat(session.examine(folder).name()).isEqualTo(folder);
        }
    }

    @Test
    default void statusTellsTheNextUidOfTheOpenFolderAsItIsNow() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            FolderStatus empty = open.status();
            assertThat(empty.messages()).isZero();

            // When
            long first = server().append(folder, Mails.small(1));
            FolderStatus one = open.status();
            server().expunge(folder, first);
            long second = server().append(folder, Mails.small(2));
            FolderStatus another = open.status();

            // Then
            assertThat(empty.uidNext()).isEqualTo(first);
            assertThat(one).isEqualTo(new FolderStatus(empty.uidValidity(), first + 1, 1));
            assertThat(another.uidNext()).isEqualTo(second + 1);
        }
    }

    @Test
    default void statusOfAnotherFolderNeedsNoOpening() throws Exception {
        // Given
        String folder = server().freshFolder();
        String other = server().freshFolder();
        List<Long> uids = server().append(other, Mails.small(1, 3));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);

            // When
            FolderStatus status = session.status(other);

            // Then
            assertThat(status.messages()).isEqualTo(3);
            assertThat(status.uidNext()).isEqualTo(uids.getLast() + 1);
            assertThat(open.status().messages()).isZero();
            assertThat(session.examine(other).status()).isEqualTo(status);
            assertThatThrownBy(open::status).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void folderMadeAnewHasAnotherUidValidity() throws Exception {
        // Given
        String folder = server().freshFolder();
        server().append(folder, Mails.small(1));
        long before;
        try (ImapSession session = connect()) {
            before = session.examine(folder).status().uidValidity();
        }

        // When
        server().recreate(folder);

        // Then
        try (ImapSession session = connect()) {
            FolderStatus status = session.examine(folder).status();
            assertThat(status.uidValidity()).isPositive().isNotEqualTo(before);
            assertThat(status.messages()).isZero();
        }
    }

    // Listing

    @Test
    default void uidsComeInWindows() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 5));
        server().expunge(folder, uids.get(2));
        try (ImapSession session = connect()) {
            // When
            ImapFolder open = session.examine(folder);

            // Then
            assertThat(open.uids(1, 0xffff_ffffL)).containsExactly(uids.get(0), uids.get(1), uids.get(3), uids.get(4));
            assertThat(open.uids(uids.get(1), uids.get(3))).containsExactly(uids.get(1), uids.get(3));
            assertThat(open.uids(uids.get(2), uids.get(2))).isEmpty();
            assertThat(open.uids(uids.get(4) + 1, 0xffff_ffffL)).isEmpty();
            assertThat(open.uids(uids.get(4) + 1, uids.get(4) + 1000)).isEmpty();
            assertThat(open.uids(5, 4)).isEmpty();
            assertThat(open.uids(-5, Long.MAX_VALUE)).hasSize(4);
        }
    }

    @Test
    default void uidsOfAnEmptyFolderAreNone() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            // When
            ImapFolder open = session.examine(folder);

            // Then
            assertThat(open.uids(1, 0xffff_ffffL)).isEmpty();
            assertThat(open.uidsSince(Instant.EPOCH)).isEmpty();
            assertThat(open.announced(set(1, 2, 3))).isEmpty();
        }
    }

    @Test
    default void uidsSinceAnInstantAreExact() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 2));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            Instant received = open.announced(set(uids)).get(uids.getFirst()).internalDate();

            // When
            List<Long> fromThen = open.uidsSince(received);
            List<Long> muchLater = open.uidsSince(received.plus(Duration.ofMinutes(10)));
            List<Long> tomorrow = open.uidsSince(received.plus(Duration.ofDays(3)));

            // Then
            assertThat(fromThen).containsExactlyElementsOf(uids);
            assertThat(muchLater).isEmpty();
            assertThat(tomorrow).isEmpty();
        }
    }

    @Test
    default void sizesAndDatesAreAnnouncedForWhatIsThere() throws Exception {
        // Given
        String folder = server().freshFolder();
        byte[] large = Mails.large(300_000);
        long small = server().append(folder, Mails.small(1));
        long big = server().append(folder, large);
        long gone = server().append(folder, Mails.small(2));
        server().expunge(folder, gone);
        try (ImapSession session = connect()) {
            // When
            Map<Long, Announced> announced = session.examine(folder).announced(set(small, big, gone, gone + 100));

            // Then
            assertThat(announced).containsOnlyKeys(small, big);
            assertThat(announced.get(small).size()).isEqualTo(Mails.small(1).length);
            assertThat(announced.get(big).size()).isEqualTo(large.length);
            assertThat(Duration.between(announced.get(big).internalDate(), Instant.now())
                            .abs())
                    .isLessThan(Duration.ofMinutes(2));
        }
    }

    // Downloading

    @Test
    default void manySmallMailsComeWholeAndStayUnseen() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<byte[]> mails = Mails.small(1, 120);
        List<Long> uids = server().append(folder, mails);
        try (ImapSession session = connect()) {
            // When
            Map<Long, String> downloaded = download(session.examine(folder), set(uids), ANY_SIZE);

            // Then
            assertThat(downloaded).hasSize(120);
            for (int i = 0; i < mails.size(); i++) {
                assertThat(downloaded).containsEntry(uids.get(i), text(mails.get(i)));
            }
        }
        assertThat(server().unseen(folder)).isEqualTo(120);
    }

    @Test
    default void largeMailComesInPiecesWhole() throws Exception {
        // Given
        String folder = server().freshFolder();
        byte[] large = Mails.large(5_000_000);
        byte[] exactlyTwoPieces = java.util.Arrays.copyOf(Mails.large(2_200_000), 2 * ChunkedMail.CHUNK);
        exactlyTwoPieces[exactlyTwoPieces.length - 2] = '\r';
        exactlyTwoPieces[exactlyTwoPieces.length - 1] = '\n';
        List<Long> uids = server().append(folder, List.of(Mails.small(1), large, Mails.small(2), exactlyTwoPieces));
        try (ImapSession session = connect()) {
            // When
            Map<Long, String> downloaded = download(session.examine(folder), set(uids), ANY_SIZE);

            // Then
            assertThat(downloaded).containsOnlyKeys(uids);
            assertThat(downloaded.get(uids.get(1)).equals(text(large))).isTrue();
            assertThat(downloaded.get(uids.get(3)).equals(text(exactlyTwoPieces)))
                    .isTrue();
        }
        assertThat(server().unseen(folder)).isEqualTo(4);
    }

    @Test
    default void mailLargerThanAllowedBreaksOffAndTheSessionGoesOn() throws Exception {
        // Given
        String folder = server().freshFolder();
        long small = server().append(folder, Mails.small(1));
        long large = server().append(folder, Mails.large(3_000_000));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);

            // Then
            for (long uid : List.of(small, large)) {
                assertThatThrownBy(() -> download(open, set(uid), 100)).isInstanceOf(TooLargeException.class);
            }
            int size = Mails.small(1).length;
            assertThat(download(open, set(small), size)).hasSize(1);
        }
    }

    @Test
    default void mailThatWasExpungedIsNotHandedOver() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 3));
        long large = server().append(folder, Mails.large(2_000_000));
        SortedSet<Long> all = set(uids);
        all.add(large);
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            assertThat(open.announced(all)).hasSize(4);

            // When
            server().expunge(folder, uids.get(1));
            server().expunge(folder, large);
            Map<Long, String> downloaded = download(open, all, ANY_SIZE);

            // Then
            assertThat(downloaded).containsOnlyKeys(uids.get(0), uids.get(2));
        }
    }

    @Test
    default void failureOfTheSinkStopsTheDownloadAndTheSessionGoesOn() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 10));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            List<Long> taken = new ArrayList<>();

            // When
            assertThatThrownBy(() -> open.download(set(uids), ANY_SIZE, (uid, raw) -> {
                        taken.add(uid);
                        if (taken.size() == 3) {
                            throw new IOException("the sink is full");
                        }
                    }))
                    .hasMessage("the sink is full");

            // Then
            assertThat(taken).hasSize(3);
            assertThat(download(open, set(uids), ANY_SIZE)).hasSize(10);
        }
    }

    // Waiting

    @Test
    default void newMailIsNoticedWithinASecond() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            assertThat(session.supportsIdle()).isTrue();
            ImapFolder open = session.examine(folder);
            for (int number = 1; number <= 3; number++) {
                // When
                var waiting = inBackground(() -> open.await(Duration.ofSeconds(30)));
                long uid = server().append(folder, Mails.small(number));
                long appended = System.nanoTime();
                boolean news = waiting.get(30, TimeUnit.SECONDS);

                // Then
                assertThat(news).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - appended)).isLessThan(Duration.ofSeconds(1));
                assertThat(open.uids(uid, uid)).containsExactly(uid);
            }
        }
    }

    @Test
    default void mailThatCameDuringAnotherCommandIsNotLost() throws Exception {
        // Given
        String folder = server().freshFolder();
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            server().append(folder, Mails.small(1));
            open.status();

            // When
            boolean news = open.await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
        }
    }

    @Test
    default void mailThatTakesThePlaceOfAnotherIsNews() throws Exception {
        // Given
        String folder = server().freshFolder();
        long first = server().append(folder, Mails.small(1));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            server().expunge(folder, first);
            server().append(folder, Mails.small(2));

            // When
            boolean news = open.await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
        }
    }

    @Test
    default void silenceEndsWithTheTimeAndMayBeWaitedForAgain() throws Exception {
        // Given
        String folder = server().freshFolder();
        server().append(folder, Mails.small(1));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            long begun = System.nanoTime();

            // When
            boolean first = open.await(Duration.ofMillis(300));
            boolean second = open.await(Duration.ofMillis(300));

            // Then
            assertThat(first).isFalse();
            assertThat(second).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(600), Duration.ofSeconds(20));
            assertThat(open.status().messages()).isEqualTo(1);
        }
    }

    @Test
    default void abortEndsTheWaitingAtOnce() throws Exception {
        // Given
        String folder = server().freshFolder();
        ImapSession session = connect();
        ImapFolder open = session.examine(folder);
        var waiting = inBackground(() -> open.await(Duration.ofMinutes(5)));

        // When
        session.abort();

        // Then
        MailboxAccessException failure = failureOf(waiting);
        assertThat(failure.reason()).isEqualTo("connection_lost");
        session.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void interruptEndsTheWaitingAtOnce(boolean virtual) throws Exception {
        // Given
        String folder = server().freshFolder();
        ImapSession session = connect();
        ImapFolder open = session.examine(folder);
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Runnable watching = () -> {
            begun.countDown();
            ended.complete(catchThrowableOfType(Throwable.class, () -> open.await(Duration.ofMinutes(5))));
        };
        Thread watcher = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(watching);
        begun.await();

        // When
        watcher.interrupt();

        // Then
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        session.close();
    }

    @Test
    default void closedSessionSaysThatItIs() throws Exception {
        // Given
        ImapSession session = connect();
        ImapFolder open = session.examine("INBOX");

        // When
        session.close();
        session.close();

        // Then
        assertThatThrownBy(open::status)
                .isInstanceOfSatisfying(
                        MailboxAccessException.class,
                        failure -> assertThat(failure.reason()).isEqualTo("connection_lost"));
    }

    private ImapSession connect() throws MailboxAccessException {
        return ImapServerUnderTest.sessions(ImapServerUnderTest.settings()).connect(server().mailbox());
    }

    private static MailboxAccessException failureToConnect(String host, int port) {
        return catchThrowableOfType(
                MailboxAccessException.class,
                () -> ImapServerUnderTest.sessions(ImapServerUnderTest.settings())
                        .connect(ImapServerUnderTest.mailbox(host, port, Security.NONE)));
    }

    private static Map<Long, String> download(ImapFolder folder, SortedSet<Long> uids, long maxBytes)
            throws MailboxAccessException, IOException {
        Map<Long, String> downloaded = new TreeMap<>();
        folder.download(uids, maxBytes, (uid, raw) -> {
            assertThat(downloaded.put(uid, text(raw.readAllBytes()))).isNull();
        });
        return downloaded;
    }

    private static String text(byte[] mail) {
        return new String(mail, StandardCharsets.ISO_8859_1);
    }

    private static SortedSet<Long> set(List<Long> uids) {
        return new TreeSet<>(uids);
    }

    private static SortedSet<Long> set(long... uids) {
        return new TreeSet<>(LongStream.of(uids).boxed().toList());
    }

    /** What may fail in the background. */
    interface Waiting {
        boolean await() throws Exception;
    }

    private static CompletableFuture<Boolean> inBackground(Waiting waiting) throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            begun.countDown();
            try {
                ended.complete(waiting.await());
            } catch (Exception e) {
                ended.completeExceptionally(e);
            }
        });
        begun.await();
        return ended;
    }

    private static MailboxAccessException failureOf(CompletableFuture<Boolean> waiting) {
        Throwable thrown = catchThrowableOfType(
                java.util.concurrent.ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
        assertThat(thrown).cause().isInstanceOf(MailboxAccessException.class);
        return (MailboxAccessException) thrown.getCause();
    }
}
