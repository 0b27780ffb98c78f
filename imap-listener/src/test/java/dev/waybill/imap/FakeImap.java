package dev.waybill.imap;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** An IMAP server of one mailbox, in memory: the test delivers, expunges, renumbers, refuses and cuts. */
final class FakeImap implements ImapSessions {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
    final SteppedTime time;
    final AtomicInteger logins = new AtomicInteger();
    final AtomicInteger logouts = new AtomicInteger();
    final AtomicInteger examined = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    final AtomicInteger searches = new AtomicInteger();
    final AtomicInteger mostFound = new AtomicInteger();
    private final Map<String, Folder> folders = new ConcurrentHashMap<>();
    private final Deque<MailboxAccessException> refusals = new ArrayDeque<>();
    private int cuts;
    private int expiries;

    FakeImap(SteppedTime time) {
        this.time = time;
    }

    Folder folder(String name) {
        return folders.computeIfAbsent(name, n -> new Folder());
    }

    void removeFolder(String name) {
        folders.remove(name);
        news();
    }

    /** The next login ends so. */
    void refuseNext(FailureClass failureClass, String reason, Duration retryAfter) {
        synchronized (refusals) {
            refusals.add(new MailboxAccessException(
                    failureClass, reason, "The server mail.example refused: " + reason + ".", retryAfter, null));
        }
    }

    /** Ends every open connection without a word. */
    void cut() {
        lock.lock();
        try {
            cuts++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets every IDLE run into its timeout. */
    void expireIdle(Duration after) {
        time.step(after);
        lock.lock();
        try {
            expiries++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void news() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int cuts() {
        lock.lock();
        try {
            return cuts;
        } finally {
            lock.unlock();
        }
    }

    int expiries() {
        lock.lock();
        try {
            return expiries;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ImapSession connect(Mailbox mailbox) throws MailboxAccessException {
        synchronized (refusals) {
            MailboxAccessException refusal = refusals.poll();
            if (refusal != null) {
                throw refusal;
            }
        }
        logins.incrementAndGet();
        return new FakeImapSession(this);
    }

    Folder existing(String name) throws MailboxAccessException {
        Folder folder = folders.get(name);
        if (folder == null) {
            throw new MailboxAccessException(
                    FailureClass.PERMANENT,
                    "folder_not_found",
                    "Folder '" + name + "' is not on the server mail.example.",
                    null,
                    null);
        }
        return folder;
    }

    /**
     * One folder: UIDs and when they arrived. Only the test's own thread changes it; watchers read. A mail is there before UIDNEXT tells
     * of it, as on servers that never show one late.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    final class Folder {
        final NavigableMap<Long, Instant> mails = Collections.synchronizedNavigableMap(new TreeMap<>());
        volatile long uidValidity = 1_000;
        volatile long uidNext = 1;
        volatile long changes;

        /** Delivers some mails now and returns the UID of the last. */
        long deliver(int count) {
            for (int i = 0; i < count; i++) {
                arrive(time.now());
            }
            changes++;
            news();
            return uidNext - 1;
        }

        /** As a server does that stopped telling: the mail is there, and nobody who waits hears of it. */
        void deliverUntold() {
            arrive(time.now());
        }

        long deliverAt(Instant received) {
            arrive(received);
            changes++;
            news();
            return uidNext - 1;
        }

        private void arrive(Instant received) {
            mails.put(uidNext, received);
            uidNext++;
        }

        /** A UID is given away, but its mail appears only with {@link #appear}. */
        long reserve() {
            return uidNext++;
        }

        void appear(long uid, Instant received) {
            mails.put(uid, received);
            changes++;
            news();
        }

        /** As after a restored backup: the same mails under new UIDs from 1 on. */
        void renumber(long newUidValidity) {
            Map<Long, Instant> before = new TreeMap<>(mails);
            mails.clear();
            uidValidity = newUidValidity;
            uidNext = 1;
            before.values().forEach(this::arrive);
            changes++;
            news();
        }
    }
}
