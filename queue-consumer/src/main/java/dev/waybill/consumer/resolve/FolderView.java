package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession.FolderStatus;

/**
 * A folder as a session saw it when it examined it: mails from the status' UIDNEXT on came later, and the view cannot know them.
 *
 * @param fresh examined for this use; otherwise left open by an earlier one
 */
public record FolderView(ImapFolder folder, FolderStatus status, boolean fresh) {
    long uidValidity() {
        return status.uidValidity();
    }

    long uidNext() {
        return status.uidNext();
    }

    boolean isOf(String name) {
        return folder.name().equals(name);
    }

    FolderView reused() {
        return new FolderView(folder, status, false);
    }
}
