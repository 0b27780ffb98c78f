package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ImapTroubles;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.devstack.imap.ScriptedImapServer.Options;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.PointerQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A watcher on the wire, at servers in trouble: it is never stuck, and when the trouble is over every mail is a pointer. */
@Timeout(60)
final class StrangeServersTest {
    /** A line for each pointer. */
    private static final Logger EVENTS = Logger.getLogger("dev.waybill.queue.events");

    private final RecordingQueue queue = new RecordingQueue(() -> new InMemoryQueue().producer());
    private ScriptedImapServer server;
    private WatcherOnTheWire watcher;

    /** What a server does, at which command, until it is well again. */
    private static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("BYE_IN_IDLE", "IDLE", ImapTroubles.bye("IDLE", "shutting down")),
                Arguments.of("END_IN_IDLE", "IDLE", ImapTroubles.truncate("IDLE")),
                Arguments.of("RESET_IN_IDLE", "IDLE", ImapTroubles.cut("IDLE")),
                Arguments.of("BLACK_HOLE_IN_IDLE", "IDLE", ImapTroubles.silence("IDLE")),
                Arguments.of("GARBAGE_IN_IDLE", "IDLE", ImapTroubles.garbage("IDLE")),
                Arguments.of("TAGGED_OK_ENDS_IDLE", "IDLE", ImapTroubles.idleEnds(2)),
                Arguments.of("IDLE_IS_REFUSED", "IDLE", ImapTroubles.answer("IDLE", "NO not today")),
                Arguments.of("TWO_GB_IN_IDLE", "IDLE", ImapTroubles.hugeLiteral("IDLE", Integer.MAX_VALUE)),
                Arguments.of("BLACK_HOLE_IN_SEARCH", "UID SEARCH", ImapTroubles.silence("UID SEARCH")),
                Arguments.of("DRIP_IN_SEARCH", "UID SEARCH", ImapTroubles.drip("UID SEARCH", 20)),
                Arguments.of("RESET_IN_SEARCH", "UID SEARCH", ImapTroubles.cut("UID SEARCH")),
                Arguments.of("SEARCH_FAILS", "UID SEARCH", ImapTroubles.answer("UID SEARCH", "NO [SERVERBUG] oops")),
                Arguments.of("THROTTLED_OK", "UID SEARCH", ImapTroubles.throttledOk("UID SEARCH")),
                Arguments.of("FOLDER_UNAVAILABLE", "EXAMINE", ImapTroubles.answer("EXAMINE", "NO [UNAVAILABLE] later")),
                Arguments.of("NO_RIGHTS", "EXAMINE", ImapTroubles.answer("EXAMINE", "NO [NOPERM] you may not")),
                Arguments.of("BYE_AT_THE_FOLDER", "EXAMINE", ImapTroubles.bye("EXAMINE", "shutting down")),
                Arguments.of(
                        "LOGIN_UNAVAILABLE",
                        "AUTHENTICATE",
                        ImapTroubles.answer("AUTHENTICATE", "NO [UNAVAILABLE] later")),
                Arguments.of(
                        "LOGIN_OVER_QUOTA",
                        "AUTHENTICATE",
                        ImapTroubles.answer("AUTHENTICATE", "NO [OVERQUOTA] bandwidth")));
    }

    private ScriptedFolder inbox() {
        return server.folder(WatcherOnTheWire.USER, "INBOX");
    }

    private void start(Options options, ImapScript script) {
        server = ScriptedImapServer.start(options, script);
    }

    private void watch(PointerQueue into, String... folders) {
        watcher = new WatcherOnTheWire(server, into, folders);
    }

    private boolean enqueued(long upTo) {
        return Set.copyOf(queue.uids())
                .equals(Set.of(LongStream.rangeClosed(1, upTo).boxed().toArray()));
    }

    @AfterEach
    void stop() throws Exception {
        EVENTS.setLevel(null);
        watcher.stop();
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void mailsOfAServerInTroubleArePointersWhenItIsWellAgain(String name, String on, ImapScript script) {
        // Given
        start(Options.usual(), script);
        inbox().deliver(3);
        watch(queue, "INBOX");
        Eventually.until(
                "the trouble is met: " + name, () -> server.commands().stream().anyMatch(c -> c.startsWith(on)));

        // When: mails come in the midst of it, and then it ends
        inbox().deliver(4);
        server.behave(ImapScript.none());

        // Then
        Eventually.until("seven pointers", () -> enqueued(7));
        inbox().deliver(1);
        Eventually.until("it is watched again", () -> enqueued(8));
    }

    /** What servers announce and say unasked: Exchange Online, Gmail, Cyrus, Courier. */
    private static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of(
                        "EXCHANGE",
                        "IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE"
                                + " NAMESPACE LITERAL+",
                        List.of(
                                "* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)",
                                "* OK [PERMANENTFLAGS ()] Permanent flags",
                                "* OK [UNSEEN 1] Is the first unseen message")),
                Arguments.of(
                        "GMAIL",
                        "IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE"
                                + " ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL-"
                                + " SPECIAL-USE APPENDLIMIT=35651584",
                        List.of(
                                "* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen $NotPhishing $Phishing)",
                                "* OK [PERMANENTFLAGS ()] Flags permitted.",
                                "* OK [HIGHESTMODSEQ 90060115205545359]")),
                Arguments.of(
                        "CYRUS",
                        "IMAP4rev1 LITERAL+ ID ENABLE ACL ANNOTATE-EXPERIMENT-1 BINARY CATENATE CHILDREN CONDSTORE"
                                + " CREATE-SPECIAL-USE ESEARCH ESORT LIST-EXTENDED MOVE MULTIAPPEND NAMESPACE OBJECTID"
                                + " QRESYNC QUOTA RIGHTS=kxten SORT STATUS=SIZE UIDPLUS UNSELECT WITHIN IDLE",
                        List.of(
                                "* OK [CLOSED] Ok",
                                "* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen)",
                                "* OK [HIGHESTMODSEQ 17] Ok",
                                "* OK [MAILBOXID (4a2b8e1f)] Ok",
                                "* OK [URLMECH INTERNAL] Ok",
                                "* OK [ANNOTATIONS 65536] Ok")),
                Arguments.of(
                        "COURIER",
                        "IMAP4rev1 CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA ACL"
                                + " ACL2=UNION",
                        List.of(
                                "* FLAGS (\\Draft \\Answered \\Flagged \\Deleted \\Seen \\Recent)",
                                "* OK [MYRIGHTS \"acdilrsw\"] ACL")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void mailsOfEachDialectArePointers(String name, String capabilities, List<String> asides) {
        // Given: asides in front of what every server says, and news of flags in between
        start(Options.usual().withCapabilities("IMAP4rev1 AUTH=PLAIN", capabilities), (tag, command, with) -> {
            if (command.startsWith("EXAMINE")) {
                with.say(asides.toArray(String[]::new));
            } else if (command.startsWith("UID SEARCH")) {
                with.say("* 1 FETCH (MODSEQ (12345) FLAGS (\\Seen $Label1) UID 1)");
            }
            return false;
        });
        inbox().deliver(2);
        watch(queue, "INBOX");
        Eventually.until("those that were there", () -> enqueued(2));

        // When
        inbox().deliver(1);

        // Then
        Eventually.until("the one that came", () -> enqueued(3));
        assertThat(server.connects()).as("on the one connection").isEqualTo(1);
        assertThat(server.commands().contains("IDLE")).isEqualTo(capabilities.contains("IDLE"));
    }

    @Test
    void idleThatIsWithdrawnByTheLoginIsReplacedByPolling() {
        // Given
        start(ImapTroubles.idleWithdrawn(Options.usual()), ImapScript.none());
        inbox().deliver(1);
        watch(queue, "INBOX");
        Eventually.until("the first pointer", () -> enqueued(1));

        // When
        inbox().deliver(2);

        // Then
        Eventually.until("the others", () -> enqueued(3));
        assertThat(server.commands()).doesNotContain("IDLE");
        assertThat(server.connects()).as("on the one connection").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_000_000_000L})
    void folderThatIsRenumberedIsReadUnderItsNewUidValidity(long uidValidity) {
        // Given
        start(Options.usual(), ImapScript.none());
        long before = inbox().uidValidity();
        inbox().deliver(3);
        inbox().expunge(1);
        watch(queue, "INBOX");
        Eventually.until("two pointers", () -> Set.copyOf(queue.uids()).equals(Set.of(2L, 3L)));

        // When: restored from a backup, which costs every connection
        inbox().renumber(uidValidity);
        server.cutAll();
        inbox().deliver(1);

        // Then
        Eventually.until(
                "all of them, newly numbered",
                () -> Set.copyOf(queue.uidsByValidity().getOrDefault(uidValidity, List.of()))
                        .equals(Set.of(1L, 2L, 3L)));
        assertThat(queue.uidsByValidity()).containsOnlyKeys(before, uidValidity);
    }

    @Test
    void lowerUidThatAppearsLateIsAPointer() {
        // Given
        start(Options.usual(), ImapScript.none());
        inbox().deliver(1);
        long late = inbox().reserve();
        watch(queue, "INBOX");
        Eventually.until("the first", () -> enqueued(1));
        inbox().deliver(1);
        Eventually.until("the higher one", () -> queue.uids().contains(late + 1));

        // When
        inbox().appear(late);

        // Then
        Eventually.until("the lower one, too", () -> enqueued(3));
    }

    @Test
    void severalFoldersShareOneConnection() {
        // Given
        start(Options.usual(), ImapScript.none());
        Map<String, ScriptedFolder> folders =
                Map.of("Sales", server.folder(WatcherOnTheWire.USER, "Sales"), "INBOX", inbox());
        watch(queue, "INBOX", "Sales");
        Eventually.until("it idles", () -> inbox().idling() == 1);

        // When
        folders.values().forEach(folder -> folder.deliver(2));

        // Then
        Eventually.until("four pointers", () -> queue.uids().size() >= 4 && enqueued(2));
        assertThat(server.connects()).isEqualTo(1);
        assertThat(server.commands()).anyMatch(command -> command.startsWith("STATUS"));
    }

    /** A listener of ours that is told of one folder's end must not find the other closed for ever (angus#193, mail-api#272). */
    @Test
    void connectionThatEndsUnderSeveralFoldersIsMadeAnewForAllOfThem() {
        // Given
        start(Options.usual(), ImapScript.none());
        ScriptedFolder sales = server.folder(WatcherOnTheWire.USER, "Sales");
        watch(queue, "INBOX", "Sales");
        Eventually.until("it idles", () -> inbox().idling() == 1);

        // When
        server.cutAll();
        inbox().deliver(1);
        sales.deliver(2);

        // Then: one each of UID 1, and Sales' second
        Eventually.until("three pointers", () -> queue.uids().size() >= 3 && enqueued(2));
        Eventually.until("it idles again", () -> inbox().idling() == 1);
        sales.deliver(1);
        Eventually.until("the next one, too", () -> enqueued(3));
    }

    @Test
    void folderOfHalfAMillionMailsIsReadInWindows() {
        // Given
        start(Options.usual(), ImapScript.none());
        inbox().deliver(500_000);
        CountingQueue counting = new CountingQueue();
        EVENTS.setLevel(Level.WARNING);

        // When
        watch(counting, "INBOX");

        // Then
        Eventually.within(Duration.ofSeconds(50), "all are enqueued", () -> counting.pointers() == 500_000);
        assertThat(counting.largestBatch()).isEqualTo(UidPages.SIZE);
        assertThat(server.commands())
                .as("no answer holds more than a window of UIDs")
                .filteredOn(command -> command.startsWith("UID SEARCH"))
                .hasSizeGreaterThan(1)
                .noneMatch(command -> command.contains(" 1:*"));
    }
}
