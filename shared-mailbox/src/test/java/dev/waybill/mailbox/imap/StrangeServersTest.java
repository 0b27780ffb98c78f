package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.mailbox.Connection.Security;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import dev.waybill.mailbox.imap.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class StrangeServersTest {
    private static final ImapSettings IMPATIENT = ImapSettings.defaults()
            .withTimeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(2))
            .withPoll(Duration.ofMillis(50));

    // Logging in

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
                pause(with);
            }
            return true;
        };

        // When
        MailboxAccessException failure = failureToConnect(ScriptedServer.GREETING, script, Security.NONE);

        // Then
        assertThat(failure.reason()).isEqualTo("timeout");
    }

    // Waiting

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
                ImapSession session = connect(server.mailbox())) {
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
                ImapSession session = connect(server.mailbox())) {
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
                ImapSession session = connect(server.mailbox())) {
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
            if (command.startsWith("CAPABILITY") || command.startsWith("AUTHENTICATE")) {
                if (command.startsWith("AUTHENTICATE")) {
                    with.say("+ ");
                    with.hear();
                }
                with.say("* CAPABILITY IMAP4rev1", tag + " OK");
                return true;
            }
            if (command.startsWith("EXAMINE") && openings.incrementAndGet() == 2) {
                with.say("* 3 EXISTS", "* OK [UIDVALIDITY 7] v", "* OK [UIDNEXT 5] n", tag + " OK open");
                return true;
            }
            return false;
        };
        try (ScriptedServer server = new ScriptedServer("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi", script);
                ImapSession session = connect(server.mailbox())) {
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
                ImapSession session = connect(server.mailbox())) {
            ImapFolder folder = session.examine("INBOX");

            // When
            MailboxAccessException failure =
                    catchThrowableOfType(MailboxAccessException.class, () -> folder.await(Duration.ofMillis(300)));

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(failure.reason()).isEqualTo(reason);
        }
    }

    // Downloading

    @Test
    void unaskedAnswersAndEmptyOnesInADownloadAreNoMails() throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, 10, 10, 10);
            }
            with.say(
                    "* 4 EXISTS",
                    "* 2 FETCH (FLAGS (\\Seen))",
                    "* 1 FETCH (FLAGS () UID 1 BODY[] {5}",
                    "hello)",
                    "* OK Still here",
                    "* 2 FETCH (UID 2 BODY[] NIL)",
                    "* 9 FETCH (UID 99 BODY[] \"never asked for\")",
                    "* 3 EXPUNGE",
                    "* 1 FETCH (UID 3 BODY[] \"quoted\")",
                    tag + " OK done");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = connect(server.mailbox())) {
            // When
            Map<Long, String> mails = download(session.examine("INBOX"), 1000, 1L, 2L, 3L);

            // Then
            assertThat(mails).isEqualTo(Map.of(1L, "hello", 3L, "quoted"));
        }
    }

    @Test
    void refusalOfOneMailKeepsNoOtherBack() throws Exception {
        // Given
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, 10, 10, 10);
            }
            if (command.contains("1:3")) {
                with.say("* 1 FETCH (UID 1 BODY[] \"one\")", tag + " NO some could not be read");
            } else if (command.startsWith("UID FETCH 3 ")) {
                with.say("* 3 FETCH (UID 3 BODY[] \"three\")", tag + " OK");
            } else {
                with.say(tag + " NO [SERVERBUG] cannot read it");
            }
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = connect(server.mailbox())) {
            Map<Long, String> mails = new TreeMap<>();
            ImapFolder folder = session.examine("INBOX");

            // When
            MailboxAccessException failure = catchThrowableOfType(
                    MailboxAccessException.class, () -> folder.download(set(1L, 2L, 3L), 1000, into(mails)));

            // Then
            assertThat(mails).isEqualTo(Map.of(1L, "one", 3L, "three"));
            assertThat(failure.reason()).isEqualTo("server_error");
            assertThat(failure).hasMessageContaining("mail 2");
        }
    }

    @Test
    void mailMuchLargerThanAnnouncedIsFetchedInPiecesAndCapped() throws Exception {
        // Given
        byte[] mail = Mails.large(BoundedResponses.LARGEST_LITERAL + 1000);
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, 10);
            }
            byte[] answer = mail;
            String origin = "";
            if (command.contains("<")) {
                int from = Integer.parseInt(command.replaceAll(".*<(\\d+)\\.\\d+>.*", "$1"));
                answer = Arrays.copyOfRange(
                        mail, Math.min(from, mail.length), Math.min(from + ChunkedMail.CHUNK, mail.length));
                origin = "<" + from + ">";
            }
            with.sayRaw(("* 1 FETCH (UID 1 BODY[]" + origin + " {" + answer.length + "}\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            with.sayRaw(answer);
            with.say(")", tag + " OK done");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = connect(server.mailbox())) {
            ImapFolder folder = session.examine("INBOX");

            // When
            Map<Long, String> mails = download(folder, 100_000_000, 1L);

            // Then
            assertThat(mails.get(1L).equals(new String(mail, StandardCharsets.ISO_8859_1)))
                    .isTrue();
            assertThatThrownBy(() -> download(folder, 1_000_000, 1L)).isInstanceOf(TooLargeException.class);
        }
    }

    @Test
    void serverThatIgnoresPiecesIsBelieved() throws Exception {
        // Given
        byte[] mail = Mails.large(2_500_000);
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, mail.length);
            }
            with.sayRaw(("* 1 FETCH (UID 1 BODY[] {" + mail.length + "}\r\n").getBytes(StandardCharsets.US_ASCII));
            with.sayRaw(mail);
            with.say(")", tag + " OK done");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = connect(server.mailbox())) {
            // When
            Map<Long, String> mails = download(session.examine("INBOX"), 100_000_000, 1L);

            // Then
            assertThat(mails.get(1L).equals(new String(mail, StandardCharsets.ISO_8859_1)))
                    .isTrue();
            assertThat(server.commands())
                    .filteredOn(command -> command.contains("BODY.PEEK"))
                    .hasSize(1);
        }
    }

    @Test
    void mailExpungedWhileItIsReadBreaksOffAndTheNextOneFollows() throws Exception {
        // Given
        byte[] piece = Arrays.copyOf(Mails.large(ChunkedMail.CHUNK), ChunkedMail.CHUNK);
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, 3_000_000, 2_000_000);
            }
            if (command.contains("UID FETCH 2 (UID BODY.PEEK[]<0")) {
                with.say("* 2 FETCH (UID 2 BODY[]<0> \"short after all\")");
            } else if (command.contains("UID FETCH 1 (UID BODY.PEEK[]<0")) {
                with.sayRaw(
                        ("* 1 FETCH (UID 1 BODY[]<0> {" + piece.length + "}\r\n").getBytes(StandardCharsets.US_ASCII));
                with.sayRaw(piece);
                with.say(")");
            } else if (command.contains("UID FETCH 2")) {
                with.say("* 2 FETCH (UID 2 BODY[]<15> \"\")");
            }
            with.say(tag + " OK done");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = connect(server.mailbox())) {
            // When
            Map<Long, String> mails = download(session.examine("INBOX"), 100_000_000, 1L, 2L);

            // Then
            assertThat(mails).isEqualTo(Map.of(2L, "short after all"));
        }
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
                ImapSession session = connect(server.mailbox())) {
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
                ImapSession session = connect(server.mailbox())) {
            // When
            MailboxAccessException failure =
                    catchThrowableOfType(MailboxAccessException.class, () -> session.examine("INBOX"));

            // Then
            assertThat(failure.reason()).isEqualTo("server_error");
            assertThat(failure).hasMessageContaining("System Error");
        }
    }

    private static boolean sizes(String tag, String command, ScriptedServer.Conversation with, int... sizes)
            throws IOException {
        if (!command.contains("RFC822.SIZE")) {
            return false;
        }
        for (int i = 0; i < sizes.length; i++) {
            with.say("* " + (i + 1) + " FETCH (UID " + (i + 1) + " RFC822.SIZE " + sizes[i]
                    + " INTERNALDATE \"01-Jan-2026 00:00:00 +0000\")");
        }
        with.say(tag + " OK done");
        return true;
    }

    /** Waits a little, or until the test is over: here the waiting itself is what is tested. */
    private static void pause(ScriptedServer.Conversation with) throws IOException {
        try {
            if (with.end().await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                throw new IOException("the test is over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ImapSession connect(Mailbox mailbox) throws MailboxAccessException {
        return ImapServerUnderTest.sessions(IMPATIENT).connect(mailbox);
    }

    private static MailboxAccessException failureToConnect(String greeting, Script script, Security security) {
        try (ScriptedServer server = new ScriptedServer(greeting, script)) {
            return catchThrowableOfType(MailboxAccessException.class, () -> connect(server.mailbox(security)));
        }
    }

    private static Map<Long, String> download(ImapFolder folder, long maxBytes, Long... uids)
            throws MailboxAccessException, IOException {
        Map<Long, String> mails = new TreeMap<>();
        folder.download(set(uids), maxBytes, into(mails));
        return mails;
    }

    private static ImapFolder.MailSink into(Map<Long, String> mails) {
        return (uid, raw) -> {
            String mail = new String(raw.readAllBytes(), StandardCharsets.ISO_8859_1);
            mails.put(uid, mail);
        };
    }

    private static SortedSet<Long> set(Long... uids) {
        return new TreeSet<>(List.of(uids));
    }
}
