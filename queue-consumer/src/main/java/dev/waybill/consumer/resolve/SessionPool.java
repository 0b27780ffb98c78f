package dev.waybill.consumer.resolve;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Logged-in IMAP sessions, a few a mailbox: one login serves many mails. Idle ones are kept for a while and closed by {@link
 * #closeIdle}; one that failed is never used again; one that was logged in under an older configuration neither.
 */
public final class SessionPool {
    private final ImapSessions sessions;
    private final int perMailbox;
    private final Duration keep;
    private final Pace pace;
    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();

    public SessionPool(ImapSessions sessions, int perMailbox, Duration keep, Pace pace) {
        this.sessions = sessions;
        this.perMailbox = perMailbox;
        this.keep = keep;
        this.pace = pace;
    }

    private record Idle(ImapSession session, @Nullable FolderView view, long version, long since) {}

    @FunctionalInterface
    private interface Use<T> {
        T of(ImapSession session) throws MailboxAccessException;
    }

    /** One mailbox's sessions. */
    private static final class Slot {
        private final Semaphore permits;
        private final Deque<Idle> idle = new ArrayDeque<>();
        private int users;

        private Slot(int permits) {
            this.permits = new Semaphore(permits, true);
        }
    }

    /**
     * Waits for a turn at this mailbox; empty when none came in time. The lease has no session yet: {@link Lease#view} gets one, so
     * that its deadline can begin here.
     */
    public Optional<Lease> turn(Mailbox mailbox, Duration patience) throws InterruptedException {
        Slot slot = slots.compute(mailbox.id(), (id, known) -> {
            Slot used = known == null ? new Slot(perMailbox) : known;
            used.users++;
            return used;
        });
        boolean acquired = false;
        try {
            acquired = slot.permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            return acquired ? Optional.of(new Lease(mailbox, slot)) : Optional.empty();
        } finally {
            if (!acquired) {
                leave(mailbox.id());
            }
        }
    }

    private void leave(UUID mailbox) {
        slots.computeIfPresent(mailbox, (id, slot) -> {
            slot.users--;
            return slot.users == 0 && slot.idle.isEmpty() ? null : slot;
        });
    }

    /** The one used last: it is the least likely to have died. */
    private static Optional<Idle> takeIdle(Mailbox mailbox, Slot slot) {
        List<ImapSession> outdated = new ArrayList<>();
        Optional<Idle> found = Optional.empty();
        synchronized (slot) {
            while (found.isEmpty() && !slot.idle.isEmpty()) {
                Idle last = slot.idle.removeLast();
                if (last.version() == mailbox.version()) {
                    found = Optional.of(last);
                } else {
                    outdated.add(last.session());
                }
            }
        }
        outdated.forEach(ImapSession::close);
        return found;
    }

    /** Closes what nobody used for a while. */
    public void closeIdle() {
        long oldest = pace.nanos() - keep.toNanos();
        List<ImapSession> done = new ArrayList<>();
        for (Map.Entry<UUID, Slot> entry : slots.entrySet()) {
            Slot slot = entry.getValue();
            synchronized (slot) {
                while (!slot.idle.isEmpty() && slot.idle.peekFirst().since() - oldest <= 0) {
                    done.add(slot.idle.removeFirst().session());
                }
            }
            slots.computeIfPresent(entry.getKey(), (id, s) -> s.users == 0 && s.idle.isEmpty() ? null : s);
        }
        done.forEach(ImapSession::close);
    }

    /** At the end of the process: cuts the idle ones. */
    public void closeAll() {
        for (Slot slot : slots.values()) {
            synchronized (slot) {
                slot.idle.forEach(i -> i.session().abort());
                slot.idle.clear();
            }
        }
    }

    /** A turn at a mailbox. Closing it gives the session back, or drops it when it was broken. */
    public final class Lease implements AutoCloseable {
        private final Mailbox mailbox;
        private final Slot slot;
        private volatile @Nullable ImapSession session;
        private volatile boolean aborted;
        private @Nullable FolderView view;
        private boolean healthy;
        private boolean opened;

        private Lease(Mailbox mailbox, Slot slot) {
            this.mailbox = mailbox;
            this.slot = slot;
        }

        /** The folder as the session has it open, if that view can know this UID; else freshly examined. */
        FolderView view(String folder, long uid) throws MailboxAccessException {
            if (session == null) {
                takeIdle(mailbox, slot).ifPresent(idle -> {
                    use(idle.session());
                    view = idle.view();
                });
            }
            FolderView open = view;
            return open != null && open.isOf(folder) && uid < open.uidNext() ? open.reused() : fresh(folder);
        }

        /** The folder, examined now. An idle session may have died meanwhile; then the next one is taken, at last a new one. */
        public FolderView fresh(String folder) throws MailboxAccessException {
            return onLiveSession(used -> examine(used, folder));
        }

        /** Changes mails; see {@link ImapSession#change}. */
        boolean change(String folder, long uidValidity, SortedSet<Long> uids, AfterProcessing how)
                throws MailboxAccessException {
            return onLiveSession(used -> {
                healthy = false;
                view = null;
                boolean changed = used.change(folder, uidValidity, uids, how);
                healthy = true;
                return changed;
            });
        }

        private <T> T onLiveSession(Use<T> use) throws MailboxAccessException {
            while (true) {
                ImapSession current = session;
                boolean connected = current == null;
                if (current == null) {
                    Optional<Idle> idle = takeIdle(mailbox, slot);
                    connected = idle.isEmpty();
                    current = use(idle.isPresent() ? idle.get().session() : sessions.connect(mailbox));
                }
                try {
                    return use.of(current);
                } catch (MailboxAccessException e) {
                    if (connected || opened || aborted || !isDead(e)) {
                        throw e;
                    }
                    current.abort();
                    session = null;
                }
            }
        }

        private static boolean isDead(MailboxAccessException e) {
            return e.reason().equals("connection_lost") || e.reason().equals("timeout");
        }

        private ImapSession use(ImapSession used) {
            session = used;
            healthy = true;
            if (aborted) {
                used.abort();
            }
            return used;
        }

        private FolderView examine(ImapSession used, String name) throws MailboxAccessException {
            healthy = false;
            view = null;
            ImapFolder folder = used.examine(name);
            FolderView examined = new FolderView(folder, folder.lastStatus(), true);
            view = examined;
            healthy = true;
            opened = true;
            return examined;
        }

        /** Whether a folder was opened at least once. */
        boolean wasOpened() {
            return opened;
        }

        /** What it was used for failed: whatever state the connection is in, nobody else gets it. */
        public void broken() {
            healthy = false;
        }

        /** From another thread: cuts the connection under whoever waits in it. */
        void abort() {
            aborted = true;
            ImapSession used = session;
            if (used != null) {
                used.abort();
            }
        }

        @Override
        public void close() {
            ImapSession used = session;
            if (used != null && healthy && !aborted) {
                synchronized (slot) {
                    slot.idle.addLast(new Idle(used, view, mailbox.version(), pace.nanos()));
                }
            } else if (used != null) {
                used.abort();
            }
            slot.permits.release();
            leave(mailbox.id());
        }
    }
}
