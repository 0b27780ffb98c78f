package dev.waybill.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The open folder of an {@link ImapSession}. */
public interface ImapFolder {
    String name();

    /** Asks the server for its state now. */
    ImapSession.FolderStatus status() throws MailboxAccessException;

    /** Its state as the server told it last, on opening or since; asks only for what it never told. */
    default ImapSession.FolderStatus lastStatus() throws MailboxAccessException {
        return status();
    }

    /** The UIDs that exist within {@code from..to}, ascending. Ask in windows: the answer is held in memory. */
    List<Long> uids(long from, long to) throws MailboxAccessException;

    /** The UIDs with an INTERNALDATE on or after this instant (the server's day, then the exact time), ascending. */
    List<Long> uidsSince(Instant since) throws MailboxAccessException;

    /** What the server says of these; those that it does not know any more are left out. */
    Map<Long, Announced> announced(SortedSet<Long> uids) throws MailboxAccessException;

    /**
     * Downloads these in as few commands as possible and hands each over as it arrives, in no promised order. Those that were expunged
     * meanwhile are not handed over; the stream of one that is expunged while it is read breaks off with an IOException, and the next
     * one follows. Stops at any other exception of the sink. A mail that the server refuses to give is an exception after all others
     * were handed over.
     *
     * @param maxBytes of one mail; the server's word for the size is not trusted
     */
    void download(SortedSet<Long> uids, long maxBytes, MailSink sink) throws MailboxAccessException, IOException;

    /**
     * Waits until the server reports news, or the timeout. Uses IDLE where there is one, and NOOP otherwise; the server has answered
     * one of them before this returns, so that a dead connection is noticed here.
     *
     * @return whether there may be new mail
     */
    boolean await(Duration timeout) throws MailboxAccessException, InterruptedException;

    /** {@code size} in bytes as RFC822.SIZE says, which may be wrong. */
    record Announced(long uid, long size, Instant internalDate) {}

    /** Takes one mail. The stream is only valid during the call and ends with a {@link TooLargeException} past the limit. */
    @FunctionalInterface
    interface MailSink {
        void accept(long uid, InputStream raw) throws IOException;
    }
}
