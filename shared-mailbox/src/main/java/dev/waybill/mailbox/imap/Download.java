package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.CappedStream;
import dev.waybill.mailbox.ImapFolder.MailSink;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.imap.UidSets.UidSet;
import java.io.IOException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/**
 * One download of many mails. Small ones come many to a command, and each is handed over while the server sends the next; large ones come
 * piece by piece. So memory holds one small mail, or one piece.
 *
 * <p>While the sink works, nothing is read. Our own time-outs do not count that time, but a server may close a connection whose client
 * reads nothing for minutes (Dovecot: 30): sinks should take seconds.
 */
final class Download {
    private static final int LARGEST_SMALL = ChunkedMail.CHUNK;
    /** When the sink fails, the rest of the answer must be read over: that is what this bounds. */
    private static final long MOST_BYTES_A_COMMAND = 16L * 1024 * 1024;

    private static final int MOST_MAILS_A_COMMAND = 500;

    private final AngusImapSession session;
    private final Map<Long, Long> sizes;
    private final long maxBytes;
    private final MailSink sink;
    private final SortedSet<Long> large = new TreeSet<>();
    private @Nullable MailboxAccessException refused;

    /** Makes one; {@code sizes} are those announced, and a mail without one is taken for gone. */
    Download(AngusImapSession session, Map<Long, Long> sizes, long maxBytes, MailSink sink) {
        this.session = session;
        this.sizes = sizes;
        this.maxBytes = maxBytes;
        this.sink = sink;
    }

    void run(SortedSet<Long> uids) throws MailboxAccessException, IOException {
        SortedSet<Long> small = new TreeSet<>();
        for (long uid : uids) {
            if (sizes.containsKey(uid)) {
                (announced(uid) <= LARGEST_SMALL ? small : large).add(uid);
            }
        }
        for (UidSet set : UidSets.split(small, MOST_MAILS_A_COMMAND, MOST_BYTES_A_COMMAND, this::announced)) {
            fetchWhole(set);
        }
        for (long uid : large) {
            fetchInPieces(uid);
        }
        if (refused != null) {
            throw refused;
        }
    }

    private long announced(long uid) {
        return sizes.getOrDefault(uid, 0L);
    }

    private void fetchWhole(UidSet set) throws MailboxAccessException, IOException {
        SortedSet<Long> missing = new TreeSet<>(set.uids());
        @Nullable CommandFailedException no = fetchWhole(set, missing);
        if (no == null
                || missing.isEmpty()
                || ServerWords.code(no.getResponse()).equals("EXPUNGEISSUED")) {
            return;
        }
        // One mail that the server cannot read must not keep back the others.
        for (UidSet one : UidSets.split(missing, 1, Long.MAX_VALUE, this::announced)) {
            CommandFailedException again = set.uids().size() == 1 ? no : fetchWhole(one, new TreeSet<>(one.uids()));
            if (again != null
                    && refused == null
                    && !ServerWords.code(again.getResponse()).equals("EXPUNGEISSUED")) {
                refused = session.failures().refused("fetching mail " + one.text(), again.getResponse());
            }
        }
    }

    /** Hands over what comes and strikes it off {@code missing}; returns the server's NO, if it ends with one. */
    private @Nullable CommandFailedException fetchWhole(UidSet set, SortedSet<Long> missing)
            throws MailboxAccessException, IOException {
        Handover handover = new Handover(missing);
        CommandFailedException no = null;
        try {
            session.wire().stream("UID FETCH " + set.text() + " (UID BODY.PEEK[])", handover::take);
        } catch (CommandFailedException e) {
            no = e;
        } catch (IOException | ProtocolException | RuntimeException e) {
            handover.rethrow();
            throw session.broken("fetching mails", e);
        }
        handover.rethrow();
        return no;
    }

    /** Gives mails to the sink until it fails, and then only reads over the rest. */
    private final class Handover {
        private final SortedSet<Long> missing;
        private @Nullable Exception sinkFailure;

        Handover(SortedSet<Long> missing) {
            this.missing = missing;
        }

        void take(Response response) {
            if (sinkFailure != null || !(response instanceof FetchResponse fetch)) {
                return;
            }
            UID uid = fetch.getItem(UID.class);
            BODY body = fetch.getItem(BODY.class);
            ByteArray bytes = body == null ? null : body.getByteArray();
            if (uid == null || bytes == null || !missing.remove(uid.uid)) {
                return;
            }
            if (bytes.getCount() >= BoundedResponses.LARGEST_LITERAL) {
                large.add(uid.uid);
                return;
            }
            try {
                sink.accept(uid.uid, new CappedStream(bytes.toByteArrayInputStream(), maxBytes));
            } catch (IOException | RuntimeException e) {
                sinkFailure = e;
            }
        }

        void rethrow() throws IOException {
            switch (sinkFailure) {
                case null -> {}
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Exception e -> throw new IllegalStateException(e);
            }
        }
    }

    private void fetchInPieces(long uid) throws MailboxAccessException, IOException {
        ChunkedMail mail = new ChunkedMail(session.wire(), uid, announced(uid));
        try {
            if (mail.begin()) {
                sink.accept(uid, new CappedStream(mail, maxBytes));
            }
        } catch (IOException | RuntimeException e) {
            if (mail.failure() == null && !mail.vanished()) {
                throw e;
            }
        }
        switch (mail.failure()) {
            case null -> {}
            case CommandFailedException e ->
                refused =
                        refused == null ? session.failures().refused("fetching mail " + uid, e.getResponse()) : refused;
            case Exception e -> throw session.broken("fetching mail " + uid, e);
        }
    }
}
