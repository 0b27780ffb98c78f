package dev.waybill.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.imap.ImapConversation;
import dev.waybill.devstack.imap.ImapTroubles;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TooLargeException;
import dev.waybill.mailbox.imap.ScriptedServer.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StrangeMailsTest {
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
                ImapSession session = server.connect()) {
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
                ImapSession session = server.connect()) {
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
                ImapSession session = server.connect()) {
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
                ImapSession session = server.connect()) {
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
                ImapSession session = server.connect()) {
            // When
            Map<Long, String> mails = download(session.examine("INBOX"), 100_000_000, 1L, 2L);

            // Then
            assertThat(mails).isEqualTo(Map.of(2L, "short after all"));
        }
    }

    /** Negative sizes, strings that never end, atoms where lists belong (mail-api#282, #278, #733). */
    @Test
    void bodyStructureIsNeverAskedForAndGarbageThatComesUnaskedIsNoMail() throws Exception {
        // Given: a server that tells it unasked
        Script script = (tag, command, with) -> {
            if (!command.contains("BODY.PEEK")) {
                return sizes(tag, command, with, 5);
            }
            with.say(
                    "* 1 FETCH (UID 1 BODY[] {5}",
                    "hello BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" -1 -7 NIL (\"attach",
                    tag + " OK done");
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script);
                ImapSession session = server.connect()) {
            // When
            Map<Long, String> mails = new TreeMap<>();
            ImapFolder folder = session.examine("INBOX");
            MailboxAccessException failure = catchThrowableOfType(
                    MailboxAccessException.class, () -> folder.download(set(1L), 1000, into(mails)));

            // Then
            assertThat(server.commands()).noneMatch(command -> command.contains("BODYSTRUCTURE"));
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(mails).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-7, -1, 1, 7, 4_000})
    void literalOfAnotherLengthThanItsMailIsNoMail(int by) throws Exception {
        // Given
        try (ScriptedServer server =
                new ScriptedServer(ScriptedImapServer.Options.usual(), ImapTroubles.lyingLiteral(by))) {
            List<String> honest = new ArrayList<>();
            for (byte[] mail : Mails.small(4, 6)) {
                server.inbox().deliver(mail);
                honest.add(new String(mail, StandardCharsets.ISO_8859_1));
            }
            Map<Long, String> mails = new TreeMap<>();

            // When
            try (ImapSession session = server.connect()) {
                ImapFolder folder = session.examine("INBOX");
                MailboxAccessException failure = catchThrowableOfType(
                        MailboxAccessException.class, () -> folder.download(set(4L, 5L, 6L), 100_000, into(mails)));

                // Then: it is tried again later, and nothing that is not the mail was handed over
                assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
                assertThat(honest).containsAll(mails.values());
            }
        }
    }

    private static boolean sizes(String tag, String command, ImapConversation with, int... sizes) throws IOException {
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
