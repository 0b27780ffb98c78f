package dev.waybill.imap;

import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapScope;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Which UIDs of a folder are in scope: from where its mark in PostgreSQL says. A folder that is seen for the first time, or under a
 * new UIDVALIDITY, gets its mark here, before any pointer of it is enqueued; a crash between the two only reads the mark again.
 */
final class FolderScope {
    private final Mailbox mailbox;
    private final String folderName;
    private final FolderMarks marks;
    private @Nullable FolderMark known;

    FolderScope(Mailbox mailbox, String folderName, FolderMarks marks) {
        this.mailbox = mailbox;
        this.folderName = folderName;
        this.marks = marks;
    }

    /** The lowest UID that can be missing, from memory where it is known. */
    long lowest(ImapFolder folder, FolderStatus status) throws MailboxAccessException {
        FolderMark mark = known;
        return lowest(mark == null || mark.uidValidity() != status.uidValidity() ? load(folder, status) : mark);
    }

    /** As {@link #lowest}, but as PostgreSQL has it now: reconciliation may have completed a part. */
    long lowestNow(ImapFolder folder, FolderStatus status) throws MailboxAccessException {
        try {
            return lowest(load(folder, status));
        } catch (RegistryUnavailableException e) {
            FolderMark mark = known;
            if (mark == null || mark.uidValidity() != status.uidValidity()) {
                throw e;
            }
            return lowest(mark);
        }
    }

    private static long lowest(FolderMark mark) {
        return Math.max(mark.startUid(), mark.completeUntil() + 1);
    }

    private FolderMark load(ImapFolder folder, FolderStatus status) throws MailboxAccessException {
        FolderMark stored = marks.find(mailbox.id(), folderName).orElse(null);
        FolderMark mark =
                stored == null || stored.uidValidity() != status.uidValidity() ? begin(folder, status) : stored;
        known = mark;
        return mark;
    }

    private FolderMark begin(ImapFolder folder, FolderStatus status) throws MailboxAccessException {
        long start = ImapScope.firstUid(folder, status, mailbox.startAt());
        return marks.begin(new FolderMark(mailbox.id(), folderName, status.uidValidity(), start, start - 1));
    }
}
