package dev.waybill.mailbox;

import java.util.SortedSet;

/**
 * One logged-in IMAP connection, for one thread at a time; only {@link #abort} may come from another. Reads with EXAMINE and PEEK;
 * only {@link #change} changes the mailbox.
 */
public interface ImapSession extends AutoCloseable {
    /** Opens a folder read-only and closes the one before. */
    ImapFolder examine(String folder) throws MailboxAccessException;

    /** STATUS of a folder that is not the open one. */
    FolderStatus status(String folder) throws MailboxAccessException;

    boolean supportsIdle();

    /**
     * Does to these mails what {@code after_processing} says, and to no other. Doing it again is safe; mails that are gone count as
     * done. Closes the open folder.
     *
     * @return false when the folder has another UIDVALIDITY: then the UIDs name other mails, and nothing was changed
     */
    default boolean change(String folder, long uidValidity, SortedSet<Long> uids, AfterProcessing how)
            throws MailboxAccessException {
        throw new UnsupportedOperationException("this session only reads");
    }

    /** Says LOGOUT, within a few seconds. */
    @Override
    void close();

    /** Cuts the socket at once; whoever waits in this session gets {@code connection_lost}. */
    void abort();

    record FolderStatus(long uidValidity, long uidNext, long messages) {}
}
