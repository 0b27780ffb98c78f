package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.imap.ScriptedServer.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StrangeGreetingsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        NO [AUTHENTICATIONFAILED] no             | CREDENTIAL | auth_failed
        NO [AUTHORIZATIONFAILED] no              | CREDENTIAL | auth_failed
        NO [EXPIRED] password                    | CREDENTIAL | auth_failed
        NO [CONTACTADMIN] ask                    | CREDENTIAL | auth_failed
        NO LOGIN failed.                         | CREDENTIAL | auth_failed
        NO [WEBALERT https://x] use the browser  | CREDENTIAL | auth_failed
        NO [UNAVAILABLE] later                   | TRANSIENT  | server_error
        NO [SERVERBUG] oops                      | TRANSIENT  | server_error
        NO [INUSE] locked                        | TRANSIENT  | server_error
        NO [LIMIT] too many connections          | THROTTLED  | throttled
        NO [THROTTLED] slow down                 | THROTTLED  | throttled
        NO [OVERQUOTA] bandwidth                 | THROTTLED  | over_quota
        BAD what                                 | TRANSIENT  | server_error
        """)
    void answerToTheLoginIsClassedByItsCode(String answer, FailureClass failureClass, String reason) {
        // Given
        Script script = (tag, command, with) -> {
            with.say("+ ");
            with.hear();
            with.say(tag + " " + answer);
            return true;
        };

        // When
        MailboxAccessException failure = failureToConnect(ScriptedServer.GREETING, script, Security.NONE);

        // Then
        assertThat(failure.failureClass()).isEqualTo(failureClass);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageContaining("127.0.0.1:");
    }

    @Test
    void passwordThatTheServerEchoesIsNotQuoted() {
        // Given
        Script script = (tag, command, with) -> {
            with.say("+ ");
            with.hear();
            with.say(tag + " NO wrong password " + ImapServerUnderTest.PASSWORD + " for you");
            return true;
        };

        // When
        MailboxAccessException failure = failureToConnect(ScriptedServer.GREETING, script, Security.NONE);

        // Then
        assertThat(failure)
                .hasMessageContaining("wrong password *** for you")
                .hasMessageNotContaining(ImapServerUnderTest.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        * BYE [LIMIT] too many                          | NONE     | THROTTLED | throttled
        * BYE go away                                   | NONE     | TRANSIENT | connection_lost
        HTTP/1.1 400 Bad Request                        | NONE     | TRANSIENT | connection_lost
        * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi    | NONE     | CREDENTIAL | auth_failed
        * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi       | STARTTLS | TRANSIENT | tls_failed
        * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hi    | STARTTLS | TRANSIENT | tls_failed
        * OK this is no TLS                             | TLS      | TRANSIENT | tls_failed
        """)
    void greetingIsClassed(String greeting, Security security, FailureClass failureClass, String reason) {
        // When
        MailboxAccessException failure = failureToConnect(greeting, (tag, command, with) -> false, security);

        // Then
        assertThat(failure.failureClass()).isEqualTo(failureClass);
        assertThat(failure.reason()).isEqualTo(reason);
    }

    @Test
    void bytesSmuggledBehindTheAnswerToStartTlsAreRefused() {
        // Given
        Script script = (tag, command, with) -> {
            with.say(tag + " OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN");
            return true;
        };

        // When
        MailboxAccessException failure =
                failureToConnect("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi", script, Security.STARTTLS);

        // Then
        assertThat(failure.reason()).isEqualTo("server_error");
    }

    @Test
    void serverThatNeverGreetsIsCut() {
        // When
        MailboxAccessException failure = failureToConnect(
                "* OK",
                (tag, command, with) -> {
                    with.fallSilent();
                    return true;
                },
                Security.NONE);

        // Then
        assertThat(failure.reason()).isEqualTo("timeout");
    }

    @Test
    void serverThatDripsIsCut() {
        // Given: a byte now and then, always sooner than the read time-out
        Script script = (tag, command, with) -> {
            for (int i = 0; i < 10_000; i++) {
                with.sayRaw(new byte[] {'*'});
                with.pause(Duration.ofMillis(100));
            }
            return true;
        };

        // When
        MailboxAccessException failure = failureToConnect(ScriptedServer.GREETING, script, Security.NONE);

        // Then
        assertThat(failure.reason()).isEqualTo("timeout");
    }

    @Test
    void folderWithoutLastingUidsIsNotWatched() throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.startsWith("EXAMINE")) {
                return false;
            }
            with.say("* 3 EXISTS", "* NO [UIDNOTSTICKY] no", "* OK [UIDVALIDITY 1] v", tag + " OK open");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // Then
            assertThatThrownBy(() -> session.examine("INBOX"))
                    .isInstanceOf(MailboxAccessException.class)
                    .hasMessageContaining("no lasting UIDs");
        }
    }

    @Test
    void folderThatTheServerCannotOpenNowIsNotCalledMissing() throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (command.startsWith("EXAMINE")) {
                with.say(tag + " NO System Error");
                return true;
            }
            if (command.startsWith("LIST")) {
                with.say("* LIST () \"/\" INBOX");
            }
            return false;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // When
            MailboxAccessException failure =
                    catchThrowableOfType(MailboxAccessException.class, () -> session.examine("INBOX"));

            // Then
            assertThat(failure.reason()).isEqualTo("server_error");
            assertThat(failure).hasMessageContaining("System Error");
        }
    }

    private static MailboxAccessException failureToConnect(String greeting, Script script, Security security) {
        try (ScriptedServer server = new ScriptedServer(greeting, script)) {
            return catchThrowableOfType(MailboxAccessException.class, () -> server.connect(security));
        }
    }
}
