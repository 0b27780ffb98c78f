package dev.waybill.consumer.admin;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;

/** An IMAP server with one folder, and the folder's marks. */
final class FakeImap implements ImapSessions, FolderMarks {
    static final long UID_VALIDITY = 7;

    /** UID and INTERNALDATE. */
    final TreeMap<Long, Instant> mails = new TreeMap<>();

    final List<FolderMark> marks = new ArrayList<>();
    final List<String> windows = new ArrayList<>();
    int connects;
    boolean away;

    @Override
    public ImapSession connect(Mailbox mailbox) throws MailboxAccessException {
        connects++;
        if (away) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT, "connect_failed", "imap.example.com does not answer", null, null);
        }
        return new Session();
    }

    @Override
    public Optional<FolderMark> find(UUID mailbox, String folder) {
        return marks.stream().filter(m -> m.folder().equals(folder)).findFirst();
    }

    @Override
    public FolderMark begin(FolderMark mark) {
        marks.addFirst(mark);
        return mark;
    }

    @Override
    public List<FolderMark> all(UUID mailbox) {
        return List.copyOf(marks);
    }

    @Override
    public boolean complete(UUID mailbox, String folder, long uidValidity, long completeUntil) {
        throw new UnsupportedOperationException("nobody compares here");
    }

    private final class Session implements ImapSession {
        @Override
        public ImapFolder examine(String folder) {
            return new Folder(folder);
        }

        @Override
        public FolderStatus status(String folder) {
            return new FolderStatus(UID_VALIDITY, mails.isEmpty() ? 1 : mails.lastKey() + 1, mails.size());
        }

        @Override
        public boolean supportsIdle() {
            return false;
        }

        @Override
        public void close() {}

        @Override
        public void abort() {}
    }

    private final class Folder implements ImapFolder {
        private final String name;

        private Folder(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ImapSession.FolderStatus status() {
            return new Session().status(name);
        }

        @Override
        public List<Long> uids(long from, long to) {
            windows.add(from + ".." + to);
            return List.copyOf(mails.subMap(from, true, to, true).keySet());
        }

        @Override
        public List<Long> uidsSince(Instant since) {
            return mails.entrySet().stream()
                    .filter(e -> !e.getValue().isBefore(since))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public Map<Long, Announced> announced(SortedSet<Long> uids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void download(SortedSet<Long> uids, long maxBytes, MailSink sink) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean await(Duration timeout) {
            throw new UnsupportedOperationException();
        }
    }
}
