package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.resolve.FolderView;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapScope;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * UIDs of the watched folders, in windows, on the sessions that fetch from the mailbox. What is complete is a UID of a folder's mark. It
 * stays a little behind: servers that give a UID away and show it later do so within a few, and a re-read begins there.
 */
public final class ImapListing implements MailListing {
    private static final long BEHIND = 100;
    private static final long WINDOW = 10_000;
    private static final long LARGEST_UID = 4_294_967_295L;
    /** Numbers may be sparse: windows grow where they come back nearly empty, up to what one answer may hold. */
    private static final long WIDEST_WINDOW = 1L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SessionPool sessions;
    private final FolderMarks marks;

    public ImapListing(SessionPool sessions, FolderMarks marks) {
        this.sessions = sessions;
        this.marks = marks;
    }

    @Override
    public Walk walk(Mailbox mailbox, Optional<Instant> since) throws MailboxAccessException {
        try {
            SessionPool.Lease lease = sessions.turn(mailbox, PATIENCE)
                    .orElseThrow(() -> new MailboxAccessException(
                            FailureClass.TRANSIENT,
                            "mailbox_busy",
                            "its sessions are in use; it is tried again",
                            null,
                            null));
            return new ImapWalk(lease, mailbox, since);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT, "mailbox_busy", "the wait for a session was interrupted", null, e);
        }
    }

    /** The open folder and how far it was listed. */
    private static final class Reading {
        private final ImapFolder folder;
        private final long uidValidity;
        private final long last;
        private long from;
        private long window;

        private Reading(ImapFolder folder, FolderStatus status, long from) {
            this.folder = folder;
            this.uidValidity = status.uidValidity();
            this.last = status.uidNext() > 0 ? status.uidNext() - 1 : LARGEST_UID;
            this.from = from;
            this.window = status.messages() <= WINDOW ? last + 1 : WINDOW;
        }

        private List<Long> read() throws MailboxAccessException {
            long to = Math.min(from + window - 1, last);
            List<Long> uids = from > to ? List.of() : folder.uids(from, to);
            from = to + 1;
            if (uids.size() < WINDOW / 10) {
                window = Math.min(window * 4, Math.max(window, WIDEST_WINDOW));
            } else if (uids.size() > 2 * WINDOW) {
                window = Math.max(WINDOW, window / 4);
            }
            return uids;
        }

        private boolean isAtItsEnd() {
            return from > last;
        }
    }

    private final class ImapWalk implements Walk {
        private final SessionPool.Lease lease;
        private final Mailbox mailbox;
        private final Optional<Instant> since;
        private final Deque<String> folders;
        private @Nullable Reading reading;
        /** The folder that was listed to its end last; its mark can be moved. */
        private @Nullable Reading listed;

        private ImapWalk(SessionPool.Lease lease, Mailbox mailbox, Optional<Instant> since) {
            this.lease = lease;
            this.mailbox = mailbox;
            this.since = since;
            this.folders = new ArrayDeque<>(mailbox.folders());
        }

        @Override
        public int cost() {
            return 0;
        }

        @Override
        public Optional<Page> next() throws MailboxAccessException {
            try {
                Reading current = reading;
                if (current == null) {
                    String name = folders.poll();
                    if (name == null) {
                        return Optional.empty();
                    }
                    current = open(name);
                }
                List<Long> uids = current.read();
                reading = current.isAtItsEnd() ? null : current;
                listed = current;
                return Optional.of(page(current, uids));
            } catch (MailboxAccessException e) {
                lease.broken();
                throw e;
            }
        }

        private Reading open(String name) throws MailboxAccessException {
            FolderView view = lease.fresh(name);
            return new Reading(view.folder(), view.status(), first(view.folder(), view.status()));
        }

        private long first(ImapFolder folder, FolderStatus status) throws MailboxAccessException {
            Optional<FolderMark> mark = marks.all(mailbox.id()).stream()
                    .filter(m -> m.folder().equals(folder.name()) && m.uidValidity() == status.uidValidity())
                    .findFirst();
            if (mark.isEmpty()) {
                return ImapScope.firstUid(folder, status, mailbox.startAt());
            }
            long start = mark.get().startUid();
            long incomplete = Math.max(start, mark.get().completeUntil() + 1);
            return since.isEmpty()
                    ? incomplete
                    : Math.max(start, Math.min(incomplete, ImapScope.firstUid(folder, status, since.get())));
        }

        private static Page page(Reading reading, List<Long> uids) {
            String name = reading.folder.name();
            return new Page(
                    name,
                    uids.stream()
                            .map(uid -> new Listed(new Locator.Imap(name, reading.uidValidity, uid), Optional.empty()))
                            .toList(),
                    reading.isAtItsEnd());
        }

        @Override
        public void complete(String folder, Optional<Listed> firstWithoutRow) {
            Reading done = listed;
            if (done == null || !done.folder.name().equals(folder)) {
                throw new IllegalArgumentException(folder + " is not the folder that was listed last");
            }
            long until = done.last - BEHIND;
            if (firstWithoutRow.isPresent() && firstWithoutRow.get().mail() instanceof Locator.Imap mail) {
                until = Math.min(until, mail.uid() - 1);
            }
            marks.complete(mailbox.id(), folder, done.uidValidity, until);
        }

        @Override
        public Optional<Instant> completeAt() {
            return Optional.empty();
        }

        @Override
        public void close() {
            lease.close();
        }
    }
}
