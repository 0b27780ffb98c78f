package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several listeners in processes of their own, on a real Redis and a scripted IMAP server, killed, stopped and continued. */
@Timeout(300)
final class SharedMailboxesTest {
    private static final Duration LEASE = Duration.ofSeconds(5);
    /** A listener starts, or is replaced, this much after its lease; slow machines included. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration START = Duration.ofSeconds(150);
    /** A busy server notices the end of a connection after the next one has come. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private static final int MAILBOXES = 60;
    private static final String PREFIX = "{shared}:";

    private final RedisServer redis = RedisServer.start(RedisServer.Options.inMemory());
    private final ScriptedImapServer imap =
            ScriptedImapServer.start(ScriptedImapServer.Options.usual().withoutMemory(), ImapScript.none());
    private final List<ScriptedFolder> inboxes = IntStream.range(0, MAILBOXES)
            .mapToObj(i -> imap.folder(RemoteListener.user(i), "INBOX"))
            .toList();
    private final List<ListenerProcess> started = new ArrayList<>();
    private int delivered;

    @AfterEach
    void stopAll() {
        started.forEach(ListenerProcess::close);
        imap.close();
        redis.close();
    }

    private ListenerProcess listener(String name) throws IOException {
        ListenerProcess process = ListenerProcess.start(name, redis.uri(), PREFIX, imap.port(), MAILBOXES, LEASE);
        started.add(process);
        return process;
    }

    private void deliverEverywhere() {
        inboxes.forEach(inbox -> inbox.deliver(1));
        delivered += MAILBOXES;
    }

    private void everyMailIsAPointer() {
        Eventually.within(SOON, delivered + " pointers", () -> mails() == delivered);
    }

    /** Pointers that ask for a comparison are no mails. */
    private long mails() {
        return ((List<?>) redis.command("HVALS", PREFIX + "body"))
                .stream()
                        .filter(body -> body.toString().contains("\"kind\":\"imap\""))
                        .count();
    }

    private boolean eachIsWatchedOnce() {
        return inboxes.stream().allMatch(inbox -> inbox.idling() == 1);
    }

    private long parts(String listener) {
        Object all = redis.command("HVALS", PREFIX + "parts");
        return ((List<?>) all)
                .stream()
                        .filter(owner -> owner.toString().endsWith(" " + listener))
                        .count();
    }

    /** Waits, and sees to it that meanwhile no mailbox has two connections. */
    private void withoutDoubles(Duration patience, String what, BooleanSupplier condition) {
        Eventually.within(patience, what, () -> {
            Eventually.within(NOTICED, "no mailbox is watched twice", this::noneIsWatchedTwice);
            return condition.getAsBoolean();
        });
    }

    private boolean noneIsWatchedTwice() {
        return inboxes.stream().noneMatch(inbox -> inbox.idling() > 1);
    }

    @Test
    void mailboxesMoveWhenListenersDieSleepAndLeave() throws Exception {
        // Given: three that come one after the other, so that the first gives most of its mailboxes up
        ListenerProcess first = listener("first");
        ListenerProcess second = listener("second");
        ListenerProcess third = listener("third");
        withoutDoubles(
                START,
                "each has its share, and each mailbox one listener",
                () -> parts("first") <= 86 && parts("second") <= 86 && parts("third") <= 86 && eachIsWatchedOnce());
        deliverEverywhere();
        everyMailIsAPointer();

        // When: one is killed
        first.kill();
        deliverEverywhere();

        // Then: its mailboxes move with the end of its lease
        withoutDoubles(LEASE.plus(SOON), "the others watch all", this::eachIsWatchedOnce);
        everyMailIsAPointer();

        // When: the next sleeps for longer than its lease
        second.signal("STOP");
        Eventually.within(LEASE.plus(SOON), "the third has all", () -> parts("third") == 256);
        Eventually.within(SOON, "and watches all", () -> inboxes.stream().allMatch(inbox -> inbox.idling() >= 1));
        second.signal("CONT");

        // Then: it leaves what is the other's by now
        Eventually.within(LEASE, "each is watched once again", this::eachIsWatchedOnce);
        deliverEverywhere();
        everyMailIsAPointer();

        // When: the last one leaves in good order
        third.leave();

        // Then: the other takes over at once, long before a lease has ended
        withoutDoubles(LEASE.minusSeconds(1), "the second has all", () -> parts("second") == 256);
        withoutDoubles(SOON, "the second watches all", this::eachIsWatchedOnce);
        deliverEverywhere();
        everyMailIsAPointer();
    }

    @Test
    void wipedRedisMovesNoMailboxAndLosesNoMail() throws Exception {
        // Given
        var _ = listener("first");
        Eventually.within(START, "one listener watches all", this::eachIsWatchedOnce);
        int connects = imap.connects();

        // When
        redis.stop();
        deliverEverywhere();
        redis.restart();

        // Then
        everyMailIsAPointer();
        Eventually.within(SOON, "the lease is there again", () -> parts("first") == 256);
        Eventually.within(SOON, "and each is idled on", this::eachIsWatchedOnce);
        assertThat(imap.connects()).as("nobody logged in anew").isEqualTo(connects);
    }
}
