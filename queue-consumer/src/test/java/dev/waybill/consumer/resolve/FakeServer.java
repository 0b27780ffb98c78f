package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An IMAP server with one folder of UIDVALIDITY 7, that misbehaves on demand. */
final class FakeServer {
    final Map<Long, String> mails = new HashMap<>();
    final Queue<Integer> downloads = new ConcurrentLinkedQueue<>();
    volatile int logins;
    volatile int examined;
    volatile long cannotSend;
    volatile long wakesDefect;
    volatile long hiddenAtFirst;
    volatile boolean refusesFolder;

    synchronized ImapSession session() {
        logins++;
        return new Session(this);
    }

    private synchronized void countExamine() {
        examined++;
    }

    private record Session(FakeServer server) implements ImapSession {
        @Override
        public ImapFolder examine(String folder) throws MailboxAccessException {
            if (server.refusesFolder) {
                throw new MailboxAccessException(FailureClass.TRANSIENT, "server_error", "no", null, null);
            }
            server.countExamine();
            return new Folder(server, folder);
        }

        @Override
        public FolderStatus status(String folder) {
            throw new UnsupportedOperationException();
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

    private record Folder(FakeServer server, String name) implements ImapFolder {
        @Override
        public ImapSession.FolderStatus status() {
            return new ImapSession.FolderStatus(7, 1_000, server.mails.size());
        }

        @Override
        public List<Long> uids(long from, long to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Long> uidsSince(Instant since) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Map<Long, Announced> announced(SortedSet<Long> uids) {
            Map<Long, Announced> announced = new HashMap<>();
            for (long uid : uids) {
                if (uid == server.hiddenAtFirst) {
                    server.hiddenAtFirst = 0;
                } else if (server.mails.containsKey(uid)) {
                    announced.put(uid, new Announced(uid, server.mails.get(uid).length(), Instant.EPOCH));
                }
            }
            return announced;
        }

        @Override
        public void download(SortedSet<Long> uids, long maxBytes, MailSink sink)
                throws MailboxAccessException, IOException {
            server.downloads.add(uids.size());
            for (long uid : new TreeSet<>(uids)) {
                if (uid == server.cannotSend) {
                    throw new MailboxAccessException(FailureClass.TRANSIENT, "server_error", "garbage", null, null);
                }
                if (uid == server.wakesDefect) {
                    throw new IllegalStateException("a defect");
                }
                sink.accept(uid, new ByteArrayInputStream(server.mails.get(uid).getBytes(StandardCharsets.US_ASCII)));
            }
        }

        @Override
        public boolean await(Duration timeout) {
            throw new UnsupportedOperationException();
        }
    }
}
