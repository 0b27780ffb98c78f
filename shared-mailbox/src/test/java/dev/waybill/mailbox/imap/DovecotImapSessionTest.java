package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class DovecotImapSessionTest implements ImapSessionContract {
    private static DovecotServer dovecot;

    @BeforeAll
    static void startServer() {
        dovecot = DovecotServer.startWithTls(Map.of(ImapServerUnderTest.USER, ImapServerUnderTest.PASSWORD));
    }

    @AfterAll
    static void stopServer() {
        dovecot.close();
    }

    @ParameterizedTest
    @EnumSource(value = Security.class, names = "NONE", mode = Mode.EXCLUDE)
    @Timeout(60)
    void certificateThatNobodySignedIsRefused(Security security) {
        // When
        MailboxAccessException failure = catchThrowableOfType(
                MailboxAccessException.class, () -> connect("localhost", security, ImapServerUnderTest.settings()));

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.reason()).isEqualTo("tls_failed");
        assertThat(failure).hasMessageContainingAll("certificate of localhost:", "not trusted", "ca-file");
    }

    @ParameterizedTest
    @EnumSource(value = Security.class, names = "NONE", mode = Mode.EXCLUDE)
    @Timeout(60)
    void certificateOfTheCaFileIsAccepted(Security security) throws MailboxAccessException {
        // Given
        ImapSettings trusting = ImapServerUnderTest.settings().withCaFile(dovecot.certificate());

        // When
        try (ImapSession session = connect("localhost", security, trusting)) {
            // Then
            assertThat(session.examine("INBOX").status().uidValidity()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Security.class, names = "NONE", mode = Mode.EXCLUDE)
    @Timeout(60)
    void trustedCertificateOfAnotherHostIsRefused(Security security) throws IOException {
        // Given: an address that leads to the server and is not in its certificate
        ImapSettings trusting = ImapServerUnderTest.settings().withCaFile(dovecot.certificate());
        String address = "127.0.0.2";
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            Thread.ofVirtual().start(() -> relay(other, port(security)));

            // When
            MailboxAccessException failure = catchThrowableOfType(
                    MailboxAccessException.class,
                    () -> ImapServerUnderTest.sessions(trusting)
                            .connect(ImapServerUnderTest.mailbox(address, other.getLocalPort(), security)));

            // Then
            assertThat(failure.reason()).isEqualTo("tls_failed");
            assertThat(failure).hasMessageContaining("certificate of " + address);
        }
    }

    private static void relay(ServerSocket from, int port) {
        try (Socket client = from.accept();
                Socket server = new Socket(dovecot.host(), port)) {
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        } catch (IOException | InterruptedException over) {
            // The client hung up, as it should.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // One side hung up.
        }
    }

    private static ImapSession connect(String host, Security security, ImapSettings settings)
            throws MailboxAccessException {
        return ImapServerUnderTest.sessions(settings)
                .connect(ImapServerUnderTest.mailbox(host, port(security), security));
    }

    private static int port(Security security) {
        return security == Security.TLS ? dovecot.tlsPort() : dovecot.port();
    }

    @Override
    public ImapServerUnderTest server() {
        return new ImapServerUnderTest() {
            @Override
            public String host() {
                return dovecot.host();
            }

            @Override
            public int port() {
                return dovecot.port();
            }

            @Override
            public List<Long> append(String folder, List<byte[]> mails) {
                return dovecot.append(USER, folder, mails);
            }

            @Override
            public void recreate(String folder) {
                dovecot.recreateFolder(USER, folder);
            }
        };
    }
}
