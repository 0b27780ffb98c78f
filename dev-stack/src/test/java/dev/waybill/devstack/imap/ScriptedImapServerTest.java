package dev.waybill.devstack.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.ServerTls;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScriptedImapServerTest {
    private static final byte[] MAIL = "From: a@example.org\r\nSubject: hello\r\n\r\nbody\r\n".getBytes(US_ASCII);

    @Test
    void ordinaryClientReadsMarksAndRemovesMails() throws Exception {
        // Given
        Properties properties = new Properties();
        try (ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
                Store store = Session.getInstance(properties).getStore("imap")) {
            ScriptedFolder inbox = server.folder("help", "INBOX");
            inbox.deliver(2);
            long uid = inbox.deliver(MAIL);
            store.connect(server.host(), server.port(), "help", "any \"secret\"");

            // When
            Folder folder = store.getFolder("INBOX");
            folder.open(Folder.READ_WRITE);
            Message mail = ((UIDFolder) folder).getMessageByUID(uid);
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            mail.writeTo(read);
            mail.setFlag(jakarta.mail.Flags.Flag.DELETED, true);
            folder.expunge();

            // Then
            assertThat(read.toByteArray()).isEqualTo(MAIL);
            assertThat(inbox.all()).containsExactly(1L, 2L);
            assertThat(folder.getMessageCount()).isEqualTo(2);
            assertThat(server.logins())
                    .singleElement()
                    .satisfies(login -> assertThat(login.secret()).isEqualTo("any \"secret\""))
                    .satisfies(login -> assertThat(login.toString()).doesNotContain("secret"));
        }
    }

    /** A call of accept() that waits may still return a connection when the socket is closed already. */
    @Test
    void nobodyIsGreetedAfterTheClose() throws Exception {
        for (int i = 0; i < 3_000; i++) {
            ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
            server.close();
            assertThat(greeting(server)).as("try %d", i).isNull();
        }
    }

    private static @Nullable String greeting(ScriptedImapServer server) throws IOException {
        try (WireClient client = new WireClient(server)) {
            return client.hear();
        } catch (IOException refusedOrCut) {
            return null;
        }
    }

    @Test
    void whoIdlesIsToldOfArrivalsAndRemovals() throws Exception {
        // Given
        try (ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
                WireClient client = new WireClient(server).inside()) {
            ScriptedFolder inbox = server.folder("help", "INBOX");
            inbox.deliver(1);
            client.send("i IDLE");
            assertThat(client.hear()).isEqualTo("+ idling");
            assertThat(client.hear()).isEqualTo("* 1 EXISTS");

            // When
            inbox.deliver(1);
            inbox.expunge(1);

            // Then
            assertThat(client.hear()).isEqualTo("* 2 EXISTS");
            assertThat(client.hear()).isEqualTo("* 1 EXPUNGE");
            client.send("DONE");
            assertThat(client.hear()).isEqualTo("i OK done");
            assertThat(client.command("UID SEARCH UID 1:*")).containsExactly("* SEARCH 2", "OK done");
        }
    }

    @Test
    void lowerUidAppearsAfterHigherOne() throws Exception {
        // Given
        try (ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none());
                WireClient client = new WireClient(server).inside()) {
            ScriptedFolder inbox = server.folder("help", "INBOX");
            long late = inbox.reserve();
            inbox.deliver(1);
            assertThat(client.command("UID SEARCH UID 1:*")).contains("* SEARCH 2");

            // When
            inbox.appear(late);

            // Then
            assertThat(client.command("UID SEARCH UID 1:*")).contains("* SEARCH 1 2", "* 2 EXISTS");
        }
    }

    @Test
    void oauthIsAcceptedByTokenAndRefusedWithAChallenge() throws Exception {
        // Given
        var options = ScriptedImapServer.Options.usual()
                .withLogins(login -> login.secret().equals("good"));
        try (ScriptedImapServer server = ScriptedImapServer.start(options, ImapScript.none());
                WireClient client = new WireClient(server)) {
            client.hear();

            // When
            client.send("a AUTHENTICATE XOAUTH2 " + base64("user=help@x\1auth=Bearer stale\1\1"));

            // Then
            String challenge = client.hear();
            assertThat(challenge).startsWith("+ ");
            assertThat(new String(Base64.getDecoder().decode(challenge.substring(2)), UTF_8))
                    .contains("\"status\":\"400\"");
            client.send("");
            assertThat(client.hear()).startsWith("a NO [AUTHENTICATIONFAILED]");
            assertThat(client.command("AUTHENTICATE OAUTHBEARER "
                            + base64("n,a=help@x,\1host=mail\1port=993\1auth=Bearer good\1\1")))
                    .singleElement()
                    .asString()
                    .startsWith("OK");
            assertThat(server.logins())
                    .extracting(ScriptedLogin::mechanism, ScriptedLogin::user)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("XOAUTH2", "help@x"),
                            org.assertj.core.groups.Tuple.tuple("OAUTHBEARER", "help@x"));
        }
    }

    @Test
    void halfAMillionMailsAreSearchedInOneAnswer() throws Exception {
        // Given
        try (ScriptedImapServer server = ScriptedImapServer.start(ImapScript.none())) {
            server.folder("help", "INBOX").deliver(500_000);
            try (WireClient client = new WireClient(server).inside()) {
                // When
                String found = client.command("UID SEARCH UID 1:*").getFirst();

                // Then
                assertThat(found.split(" ", -1)).hasSize(500_002);
                assertThat(client.command("UID FETCH 499999:* (UID RFC822.SIZE)"))
                        .hasSize(3)
                        .element(1)
                        .asString()
                        .startsWith("* 500000 FETCH (UID 500000 RFC822.SIZE");
            }
        }
    }

    @Test
    void tlsFromTheStartAndByStartTls() throws Exception {
        // Given
        try (ServerTls tls = new ServerTls();
                ScriptedImapServer secure = ScriptedImapServer.start(
                        ScriptedImapServer.Options.usual().withTls(tls.context()), ImapScript.none());
                ScriptedImapServer later = ScriptedImapServer.start(
                        ScriptedImapServer.Options.usual().withStartTls(tls.context()), ImapScript.none());
                WireClient first = WireClient.overTls(secure, tls.certificate());
                WireClient second = new WireClient(later)) {
            // When
            first.inside();
            assertThat(second.hear()).contains("STARTTLS");
            assertThat(second.command("STARTTLS")).containsExactly("OK begin");
            second.encrypt(tls.certificate());

            // Then
            assertThat(first.command("NOOP")).containsExactly("OK done");
            assertThat(second.command("LOGIN help secret"))
                    .element(0)
                    .asString()
                    .startsWith("OK");
        }
    }

    @Test
    void hundredsOfIdleClientsCostNoThreads() throws Exception {
        // Given
        int before = Thread.getAllStackTraces().size();
        List<WireClient> clients = new ArrayList<>();
        try (ScriptedImapServer server =
                ScriptedImapServer.start(ScriptedImapServer.Options.usual().withoutMemory(), ImapScript.none())) {
            for (int i = 0; i < 300; i++) {
                WireClient client = new WireClient(server).inside();
                client.send("i IDLE");
                client.hear();
                clients.add(client);
            }
            // When
            server.folder("help", "INBOX").deliver(1);

            // Then
            for (WireClient client : clients) {
                assertThat(client.hear()).isEqualTo("* 1 EXISTS");
            }
            assertThat(server.connections()).isEqualTo(300);
            assertThat(Thread.getAllStackTraces().size() - before).isLessThan(20);
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
