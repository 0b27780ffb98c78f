package dev.waybill.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class MailServerTest {

    private static final String ADDRESS = "desk@waybill.localhost";
    private static final byte[] MAIL = "From: a@example.com\r\nSubject: appended\r\n\r\nbody\r\n".getBytes(UTF_8);

    @Test
    void mailSentBySmtpIsReadByImap() throws MessagingException {
        try (MailServer server = MailServer.start(new MailServer.User(ADDRESS, "secret"))) {
            // Given
            Properties properties = new Properties();
            properties.setProperty("mail.smtp.host", server.host());
            properties.setProperty("mail.smtp.port", Integer.toString(server.smtpPort()));
            properties.setProperty("mail.store.protocol", "imap");
            Session session = Session.getInstance(properties);
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom("a@example.com");
            mail.setSubject("sent");
            mail.setText("body");
            // When
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                transport.sendMessage(mail, new InternetAddress[] {new InternetAddress(ADDRESS)});
            }
            // Then
            try (Store store = session.getStore()) {
                store.connect(server.host(), server.imapPort(), ADDRESS, "secret");
                try (Folder inbox = store.getFolder("INBOX")) {
                    inbox.open(Folder.READ_ONLY);
                    assertThat(inbox.getMessage(1).getSubject()).isEqualTo("sent");
                }
            }
        }
    }

    @Test
    void aMailThatItCannotTakeApartIsKeptByteForByte() throws MessagingException, IOException {
        // Given
        String broken = String.join(
                "\r\n",
                "From: a@example.com",
                "Subject: broken",
                "Content-Type: multipart/mixed; boundary=b",
                "",
                "--b",
                "Content-Disposition: inline",
                "Content-Disposition: attachment",
                "",
                "part",
                "--b--",
                "");
        try (MailServer server = MailServer.start(new MailServer.User(ADDRESS, "secret"))) {
            Properties properties = new Properties();
            properties.setProperty("mail.smtp.host", server.host());
            properties.setProperty("mail.smtp.port", Integer.toString(server.smtpPort()));
            properties.setProperty("mail.store.protocol", "imap");
            Session session = Session.getInstance(properties);
            // When
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                transport.sendMessage(
                        new MimeMessage(session, new ByteArrayInputStream(broken.getBytes(UTF_8))),
                        new InternetAddress[] {new InternetAddress(ADDRESS)});
            }
            // Then
            try (Store store = session.getStore()) {
                store.connect(server.host(), server.imapPort(), ADDRESS, "secret");
                try (Folder inbox = store.getFolder("INBOX")) {
                    inbox.open(Folder.READ_ONLY);
                    ByteArrayOutputStream raw = new ByteArrayOutputStream();
                    inbox.getMessage(1).writeTo(raw);
                    assertThat(raw.toString(UTF_8))
                            .endsWith(
                                    broken.substring(broken.indexOf("--b\r\n")).stripTrailing());
                }
            }
        }
    }

    @Test
    void appendedMailsHaveAscendingUids() {
        try (MailServer server = MailServer.start(new MailServer.User(ADDRESS, "secret"))) {
            long first = server.append(ADDRESS, "INBOX", MAIL);
            long second = server.append(ADDRESS, "INBOX", MAIL);
            assertThat(second).isGreaterThan(first);
            assertThat(server.uids(ADDRESS, "INBOX")).containsExactly(first, second);
            assertThat(server.count(ADDRESS, "INBOX")).isEqualTo(2);
        }
    }

    @Test
    void recreatedFolderHasAnotherUidValidity() {
        try (MailServer server = MailServer.start(new MailServer.User(ADDRESS, "secret"))) {
            // Given
            server.createFolder(ADDRESS, "Support");
            server.append(ADDRESS, "Support", MAIL);
            long before = server.uidValidity(ADDRESS, "Support");
            // When
            server.recreateFolder(ADDRESS, "Support");
            // Then
            assertThat(server.uidValidity(ADDRESS, "Support")).isNotEqualTo(before);
            assertThat(server.count(ADDRESS, "Support")).isZero();
        }
    }
}
