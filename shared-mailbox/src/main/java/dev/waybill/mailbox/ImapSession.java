package dev.waybill.mailbox;

/**
 * One logged-in IMAP connection, for one thread at a time; only {@link #abort} may come from another. Reads with EXAMINE and PEEK:
 * nothing here changes the mailbox.
 */
public interface ImapSession extends AutoCloseable {
    /** Opens a folder read-only and closes the one before. */
    ImapFolder examine(String folder) throws MailboxAccessException;

    /** STATUS of a folder that is not the open one. */
    FolderStatus status(String folder) throws MailboxAccessException;

    boolean supportsIdle();

    /** Says LOGOUT, within a few seconds. */
    @Override
    void close();

    /** Cuts the socket at once; whoever waits in this session gets {@code connection_lost}. */
    void abort();

    record FolderStatus(long uidValidity, long uidNext, long messages) {}
}
