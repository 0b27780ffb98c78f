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
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session connects, opens folders and lists what is in them, on any IMAP server. */
@Timeout(60)
interface ImapFolderContract extends OnAnImapServer {
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
            assertThat(open.announced(OnAnImapServer.set(1, 2, 3))).isEmpty();
        }
    }

    @Test
    default void uidsSinceAnInstantAreExact() throws Exception {
        // Given
        String folder = server().freshFolder();
        List<Long> uids = server().append(folder, Mails.small(1, 2));
        try (ImapSession session = connect()) {
            ImapFolder open = session.examine(folder);
            Instant received = open.announced(OnAnImapServer.set(uids))
                    .get(uids.getFirst())
                    .internalDate();

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
            Map<Long, Announced> announced =
                    session.examine(folder).announced(OnAnImapServer.set(small, big, gone, gone + 100));

            // Then
            assertThat(announced).containsOnlyKeys(small, big);
            assertThat(announced.get(small).size()).isEqualTo(Mails.small(1).length);
            assertThat(announced.get(big).size()).isEqualTo(large.length);
            assertThat(Duration.between(announced.get(big).internalDate(), Instant.now())
                            .abs())
                    .isLessThan(Duration.ofMinutes(2));
        }
    }

    private static MailboxAccessException failureToConnect(String host, int port) {
        return catchThrowableOfType(
                MailboxAccessException.class,
                () -> ImapServerUnderTest.sessions(ImapServerUnderTest.settings())
                        .connect(ImapServerUnderTest.mailbox(host, port, Security.NONE)));
    }
}
