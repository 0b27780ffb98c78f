package dev.waybill.imap;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** A connection to {@link FakeImap}. */
final class FakeImapSession implements ImapSession {
    /** Pauses up to this long pass at once, so that no test waits for a back-off. */
    private static final Duration SHORT = Duration.ofSeconds(15);

    private final FakeImap server;
    private final int cutsAtLogin;
    private volatile boolean aborted;

    FakeImapSession(FakeImap server) {
        this.server = server;
        this.cutsAtLogin = server.cuts();
    }

    private void checkAlive() throws MailboxAccessException {
        if (aborted || server.cuts() != cutsAtLogin) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT, "connection_lost", "The connection to mail.example was lost.", null, null);
        }
    }

    @Override
    public ImapFolder examine(String folder) throws MailboxAccessException {
        checkAlive();
        server.examined.incrementAndGet();
        return new Open(folder, server.existing(folder));
    }

    @Override
    public FolderStatus status(String folder) throws MailboxAccessException {
        checkAlive();
        FakeImap.Folder found = server.existing(folder);
        return new FolderStatus(found.uidValidity, found.uidNext, found.mails.size());
    }

    @Override
    public boolean supportsIdle() {
        return true;
    }

    @Override
    public void close() {
        server.logouts.incrementAndGet();
    }

    @Override
    public void abort() {
        aborted = true;
        server.expireIdle(Duration.ZERO);
    }

    private final class Open implements ImapFolder {
        private final String name;
        private final FakeImap.Folder folder;
        private final FolderStatus examined;
        private long changesSeen;

        Open(String name, FakeImap.Folder folder) {
            this.name = name;
            this.folder = folder;
            this.changesSeen = folder.changes;
            this.examined = new FolderStatus(folder.uidValidity, folder.uidNext, folder.mails.size());
        }

        @Override
        public String name() {
            return name;
        }

        /** As EXAMINE told it; servers do not tell UIDNEXT again. */
        @Override
        public FolderStatus status() throws MailboxAccessException {
            checkAlive();
            return examined;
        }

        @Override
        public List<Long> uids(long from, long to) throws MailboxAccessException {
            checkAlive();
            changesSeen = folder.changes;
            synchronized (folder.mails) {
                List<Long> found =
                        List.copyOf(folder.mails.subMap(from, true, to, true).keySet());
                server.searches.incrementAndGet();
                server.mostFound.accumulateAndGet(found.size(), Math::max);
                return found;
            }
        }

        @Override
        public List<Long> uidsSince(Instant since) throws MailboxAccessException {
            checkAlive();
            synchronized (folder.mails) {
                return folder.mails.entrySet().stream()
                        .filter(mail -> !mail.getValue().isBefore(since))
                        .map(Map.Entry::getKey)
                        .toList();
            }
        }

        @Override
        public Map<Long, Announced> announced(SortedSet<Long> uids) throws MailboxAccessException {
            checkAlive();
            return uids.stream()
                    .filter(folder.mails::containsKey)
                    .collect(Collectors.toMap(uid -> uid, uid -> new Announced(uid, 100, folder.mails.get(uid))));
        }

        @Override
        public void download(SortedSet<Long> uids, long maxBytes, MailSink sink) {
            throw new AssertionError("a listener downloads nothing");
        }

        @Override
        public boolean await(Duration timeout) throws MailboxAccessException, InterruptedException {
            checkAlive();
            if (timeout.compareTo(SHORT) <= 0) {
                server.time.sleep(timeout);
                return folder.changes != changesSeen;
            }
            server.lock.lockInterruptibly();
            server.waiting.incrementAndGet();
            try {
                int expiries = server.expiries();
                while (folder.changes == changesSeen && server.expiries() == expiries) {
                    checkAlive();
                    server.changed.await();
                }
                checkAlive();
                return folder.changes != changesSeen;
            } finally {
                server.waiting.decrementAndGet();
                server.lock.unlock();
            }
        }
    }
}
