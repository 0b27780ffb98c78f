package dev.waybill.devstack.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.ServerTls;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ImapTroublesTest {
    private @Nullable ScriptedImapServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private ScriptedImapServer started(ImapScript script) {
        return started(ScriptedImapServer.Options.usual(), script);
    }

    private ScriptedImapServer started(ScriptedImapServer.Options options, ImapScript script) {
        ScriptedImapServer made = ScriptedImapServer.start(options, script);
        server = made;
        return made;
    }

    /** A client in IDLE. */
    private WireClient idling(ImapScript script) throws IOException {
        WireClient client = new WireClient(started(script)).inside();
        client.send("i IDLE");
        client.hear();
        return client;
    }

    @Test
    void byeAndTheEnd() throws Exception {
        // Given
        try (WireClient client = idling(ImapTroubles.bye("IDLE", "shutting down"))) {
            // When
            String said = client.hear();

            // Then
            assertThat(said).isEqualTo("* BYE shutting down");
            assertThatThrownBy(client::hear).isInstanceOf(IOException.class).hasMessageContaining("hung up");
        }
    }

    @Test
    void idleThatEndsByATaggedOkOnce() throws Exception {
        // Given
        try (WireClient client = idling(ImapTroubles.idleEnds(1))) {
            // When
            String end = client.hear();
            client.send("j IDLE");
            String again = client.hear();

            // Then
            assertThat(end).isEqualTo("i OK IDLE completed (timeout)");
            assertThat(again).isEqualTo("+ idling");
            client.send("DONE");
            assertThat(client.hear()).isEqualTo("j OK done");
        }
    }

    @Test
    void silenceForEver() throws Exception {
        // Given
        try (WireClient client = idling(ImapTroubles.silence("IDLE"))) {
            client.patience(100);

            // When
            client.send("DONE");

            // Then
            assertThatThrownBy(client::hear).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void cutIsAReset() throws Exception {
        // When
        try (WireClient client = idling(ImapTroubles.cut("IDLE"))) {
            // Then
            assertThatThrownBy(client::hear).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void lengthThatIsWrongByThree() throws Exception {
        // Given
        ScriptedImapServer liar = started(ImapTroubles.lyingLiteral(3));
        try (WireClient client = new WireClient(liar).inside()) {
            long uid = liar.folder("help", "INBOX").deliver("12345\r\n".getBytes(US_ASCII));

            // When
            List<String> answer = client.command("UID FETCH " + uid + " (UID BODY.PEEK[])");

            // Then
            assertThat(answer).containsExactly("* 1 FETCH (UID 1 BODY[] {10}", "12345", ")", "OK done");
        }
    }

    @Test
    void refusalComesSoManyTimesAndNoMore() throws Exception {
        // Given
        ScriptedImapServer full = started(ImapTroubles.answer("NOOP", "NO [OVERQUOTA] too much", 1));
        try (WireClient client = new WireClient(full).inside()) {
            // When
            List<String> first = client.command("NOOP");

            // Then
            assertThat(first).containsExactly("NO [OVERQUOTA] too much");
            assertThat(client.command("NOOP")).containsExactly("OK done");
        }
    }

    @Test
    void mailsAreGoneBetweenNoticeAndFetch() throws Exception {
        // Given
        ScriptedImapServer forgetful = started(ImapTroubles.expungedBeforeFetch());
        try (WireClient client = new WireClient(forgetful).inside()) {
            forgetful.folder("help", "INBOX").deliver(1);

            // When
            List<String> answer = client.command("UID FETCH 1 (UID BODY.PEEK[])");

            // Then
            assertThat(answer).containsExactly("* 1 EXISTS", "* 1 EXPUNGE", "OK done");
        }
    }

    @Test
    void capabilityIsWithdrawnByTheLogin() throws Exception {
        // Given
        var options = ImapTroubles.idleWithdrawn(ScriptedImapServer.Options.usual());
        try (WireClient client = new WireClient(started(options, ImapScript.none()))) {
            String greeting = client.hear();

            // When
            client.command("LOGIN help secret");

            // Then
            assertThat(greeting).contains(" IDLE");
            assertThat(client.command("CAPABILITY").getFirst()).doesNotContain("IDLE");
        }
    }

    @Test
    void tlsEndsWithoutItsGoodbye() throws Exception {
        // Given
        try (ServerTls tls = new ServerTls()) {
            var options = ScriptedImapServer.Options.usual().withTls(tls.context());
            ScriptedImapServer cutter = started(options, ImapTroubles.truncate("NOOP"));
            try (WireClient client =
                    WireClient.overTls(cutter, tls.certificate()).inside()) {
                // Then
                assertThatThrownBy(() -> client.command("NOOP")).isInstanceOf(IOException.class);
            }
        }
    }
}
