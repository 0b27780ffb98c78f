package dev.waybill.mailbox.imap;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.jspecify.annotations.Nullable;

/** A large mail, fetched in pieces while it is read, so that one piece at a time is in memory. */
final class ChunkedMail extends InputStream {
    static final int CHUNK = 1024 * 1024;

    private final ImapWire wire;
    private final long uid;
    private final long announced;
    private ByteArray chunk = new ByteArray(new byte[0], 0, 0);
    private int position;
    private long fetched;
    private boolean complete;
    private boolean vanished;
    private @Nullable Exception failure;

    ChunkedMail(ImapWire wire, long uid, long announced) {
        this.wire = wire;
        this.uid = uid;
        this.announced = announced;
    }

    /** Fetches the first piece; false if the mail is not there any more. */
    boolean begin() throws IOException {
        try {
            fetchNext();
            return true;
        } catch (VanishedException e) {
            return false;
        }
    }

    /** Whether the mail was expunged while it was read. */
    boolean vanished() {
        return vanished;
    }

    /** What went wrong between us and the server; the reader of the stream saw an exception then. */
    @Nullable
    Exception failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? chunk.getBytes()[chunk.getStart() + position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, chunk.getCount() - position);
        System.arraycopy(chunk.getBytes(), chunk.getStart() + position, buffer, offset, count);
        position += count;
        return count;
    }

    private boolean hasMore() throws IOException {
        while (position == chunk.getCount()) {
            if (complete) {
                return false;
            }
            fetchNext();
        }
        return true;
    }

    private void fetchNext() throws IOException {
        if (vanished || failure != null) {
            throw new IOException("the mail cannot be read any further", failure);
        }
        BODY[] answer = new BODY[1];
        try {
            wire.stream("UID FETCH " + uid + " (UID BODY.PEEK[]<" + fetched + "." + CHUNK + ">)", response -> {
                if (response instanceof FetchResponse fetch && isThisMail(fetch)) {
                    BODY body = fetch.getItem(BODY.class);
                    answer[0] = body == null ? answer[0] : body;
                }
            });
        } catch (IOException | ProtocolException | RuntimeException e) {
            failure = e;
            throw new IOException("the mail could not be fetched", e);
        }
        take(answer[0]);
    }

    private boolean isThisMail(FetchResponse fetch) {
        UID of = fetch.getItem(UID.class);
        return of != null && of.uid == uid;
    }

    private void take(@Nullable BODY body) throws IOException {
        ByteArray bytes = body == null ? null : body.getByteArray();
        if (body == null || bytes == null) {
            if (fetched > 0 && fetched >= announced) {
                // Some servers say NIL instead of nothing behind the end.
                complete = true;
                return;
            }
            vanished = true;
            throw new VanishedException();
        }
        position = 0;
        chunk = bytes;
        boolean whole = body.getOrigin() < 0;
        if (whole && bytes.getCount() >= BoundedResponses.LARGEST_LITERAL) {
            ImplausibleAnswerException e =
                    new ImplausibleAnswerException("the whole of a large mail where a piece was asked for");
            failure = e;
            throw e;
        }
        if (whole) {
            // The server ignores what was asked and sends everything each time (seen at Exchange).
            position = (int) Math.min(fetched, bytes.getCount());
            complete = true;
        }
        fetched += whole ? bytes.getCount() - position : bytes.getCount();
        // A short piece is the last one, unless the server promised more: then the next, empty one is.
        if (bytes.getCount() == 0 || (bytes.getCount() < CHUNK && fetched >= announced)) {
            complete = true;
        }
    }

    /** The server does not know the mail any more. */
    private static final class VanishedException extends IOException {
        VanishedException() {
            super("the mail was deleted while it was read");
        }
    }
}
