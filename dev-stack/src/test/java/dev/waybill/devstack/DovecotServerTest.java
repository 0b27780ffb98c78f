package dev.waybill.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.junit.RequiresServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@RequiresServer(value = "dovecot-imapd", program = "dovecot")
class DovecotServerTest {

    private static final String USER = "desk@example.org";
    private static final Map<String, String> USERS = Map.of(USER, "secret");
    private static final byte[] MAIL = "From: a@example.com\r\nSubject: appended\r\n\r\nbody\r\n".getBytes(UTF_8);

    @Test
    void mailsOutliveARestartAndAKill() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            // Given
            List<Long> uids = dovecot.append(USER, "INBOX", List.of(MAIL, MAIL));
            long uidValidity = dovecot.uidValidity(USER, "INBOX");
            // When
            dovecot.restart();
            dovecot.kill();
            dovecot.restart();
            // Then
            assertThat(uids).containsExactly(1L, 2L);
            assertThat(dovecot.count(USER, "INBOX")).isEqualTo(2);
            assertThat(dovecot.uidValidity(USER, "INBOX")).isEqualTo(uidValidity);
        }
    }

    @Test
    void recreatedInboxIsEmptyUnderAHigherUidValidity() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            dovecot.append(USER, "INBOX", MAIL);
            long before = dovecot.uidValidity(USER, "INBOX");
            dovecot.recreateFolder(USER, "INBOX");
            assertThat(dovecot.uidValidity(USER, "INBOX")).isGreaterThan(before);
            assertThat(dovecot.count(USER, "INBOX")).isZero();
        }
    }

    @Test
    void mailsAreDeliveredWhileItIsDownAndKeptWhenTheyAreRenumbered() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            // Given
            dovecot.deliver(USER, MAIL);
            long before = dovecot.uidValidity(USER, "INBOX");
            dovecot.kill();
            dovecot.deliver(USER, MAIL);
            dovecot.restart();
            // When
            dovecot.renumber(USER);
            // Then
            assertThat(dovecot.uidValidity(USER, "INBOX")).isGreaterThan(before);
            assertThat(dovecot.count(USER, "INBOX")).isEqualTo(2);
            assertThat(dovecot.append(USER, "INBOX", MAIL)).isEqualTo(3);
        }
    }

    @Test
    void recreatedFolderIsEmptyUnderAHigherUidValidity() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            dovecot.append(USER, "Support", MAIL);
            long before = dovecot.uidValidity(USER, "Support");
            dovecot.recreateFolder(USER, "Support");
            assertThat(dovecot.uidValidity(USER, "Support")).isGreaterThan(before);
            assertThat(dovecot.count(USER, "Support")).isZero();
        }
    }

    @Test
    void mailsMoveBetweenFolders() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            dovecot.append(USER, "INBOX", List.of(MAIL, MAIL));
            dovecot.moveAll(USER, "INBOX", "Archive");
            assertThat(dovecot.count(USER, "INBOX")).isZero();
            assertThat(dovecot.count(USER, "Archive")).isEqualTo(2);
        }
    }

    @Test
    void wrongPasswordIsRefused() {
        try (DovecotServer dovecot = DovecotServer.start(USERS)) {
            assertThatThrownBy(() -> signIn(dovecot, "imap", dovecot.port(), "guess"))
                    .isInstanceOf(jakarta.mail.AuthenticationFailedException.class);
        }
    }

    @Test
    void tlsAndStarttlsSpeakWithItsCertificate() throws MessagingException {
        try (DovecotServer dovecot = DovecotServer.startWithTls(USERS)) {
            assertThat(dovecot.certificate()).content().contains("BEGIN CERTIFICATE");
            signIn(dovecot, "imaps", dovecot.tlsPort(), "secret");
            signIn(dovecot, "imap", dovecot.port(), "secret");
        }
    }

    private static void signIn(DovecotServer dovecot, String protocol, int port, String password)
            throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.starttls.enable", "true");
        properties.setProperty("mail.imap.starttls.required", Boolean.toString(dovecot.tlsPort() != 0));
        if (dovecot.tlsPort() != 0) {
            var factory = TrustOnly.factory(dovecot.trustStore());
            properties.put("mail.imap.ssl.socketFactory", factory);
            properties.put("mail.imaps.ssl.socketFactory", factory);
        }
        try (Store store = Session.getInstance(properties).getStore(protocol)) {
            store.connect("localhost", port, USER, password);
            assertThat(store.isConnected()).isTrue();
        }
    }
}
