package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.imap.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StrangeIdlesTest {
    @Test
    void taggedOkThatEndsIdleWithoutAWordIsSurvived() throws Exception {
        // Given
        AtomicInteger idles = new AtomicInteger();
        Script script = (tag, command, with) -> {
            if (!command.equals("IDLE")) {
                return false;
            }
            with.say("+ idling");
            if (idles.incrementAndGet() == 1) {
                with.say(tag + " OK IDLE completed (timeout)");
            } else {
                with.say("* 4 EXISTS");
                assertThat(with.hear()).isEqualTo("DONE");
                with.say(tag + " OK done");
            }
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // When
            boolean news = session.examine("INBOX").await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
            assertThat(idles).hasValue(2);
        }
    }

    @Test
    void serverThatEndsEveryIdleAtOnceIsPolledInstead() throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.equals("IDLE")) {
                return false;
            }
            with.say("+ idling", tag + " OK no");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // When
            boolean news = session.examine("INBOX").await(Duration.ofMillis(600));

            // Then
            assertThat(news).isFalse();
            assertThat(server.commands()).filteredOn("IDLE"::equals).hasSizeLessThanOrEqualTo(3);
            assertThat(server.commands()).hasSizeLessThan(40);
        }
    }

    @Test
    void idleThatIsRefusedIsNotTriedAgain() throws Exception {
        // Given
        AtomicInteger noops = new AtomicInteger();
        Script script = (tag, command, with) -> {
            if (command.equals("IDLE")) {
                with.say(tag + " NO not today");
                return true;
            }
            if (command.equals("NOOP") && noops.incrementAndGet() == 3) {
                with.say("* 4 EXISTS");
            }
            return false;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // When
            boolean news = session.examine("INBOX").await(Duration.ofSeconds(20));

            // Then
            assertThat(news).isTrue();
            assertThat(session.supportsIdle()).isFalse();
            assertThat(server.commands()).filteredOn("IDLE"::equals).hasSize(1);
        }
    }

    @Test
    void serverWithoutIdleThatOnlyTellsOnOpeningIsOpenedAgain() throws Exception {
        // Given
        AtomicInteger openings = new AtomicInteger();
        Script script = (tag, command, with) -> {
            if (command.startsWith("EXAMINE") && openings.incrementAndGet() == 2) {
                with.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] v", "* OK [UIDNEXT 5] n", tag + " OK open");
                return true;
            }
            return false;
        };
        var without = ScriptedImapServer.Options.usual().withCapabilities("IMAP4rev1 AUTH=PLAIN", "IMAP4rev1");
        try (ScriptedServer server = new ScriptedServer(without, script);
                ImapSession session = server.connect()) {
            ImapFolder folder = session.examine("INBOX");
            assertThat(session.supportsIdle()).isFalse();

            // When
            boolean news = folder.await(Duration.ofMillis(200));

            // Then
            assertThat(news).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        BYE     | connection_lost
        CLOSE   | connection_lost
        SILENCE | timeout
        GARBAGE | timeout
        LITERAL | server_error
        """)
    void idleThatEndsBadlyIsNoticed(String what, String reason) throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.equals("IDLE")) {
                return false;
            }
            with.say("+ idling");
            switch (what) {
                case "BYE" -> with.say("* BYE shutting down");
                case "CLOSE" -> throw new IOException("closing");
                case "GARBAGE" -> {
                    with.sayRaw("* \0\1 what ] } is this\r\n* (((\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    with.fallSilent();
                }
                case "LITERAL" ->
                    with.sayRaw("* 1 FETCH (BODY[] {2147483647}\r\n".getBytes(StandardCharsets.ISO_8859_1));
                default -> with.fallSilent();
            }
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            ImapFolder folder = session.examine("INBOX");

            // When
            MailboxAccessException failure =
                    catchThrowableOfType(MailboxAccessException.class, () -> folder.await(Duration.ofMillis(300)));

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason()).isEqualTo(reason);
        }
    }
}
