package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.ImapFolder;

/**
 * A folder as a session saw it when it examined it.
 *
 * @param uidNext mails from this UID on came later: the view cannot know them
 * @param fresh examined for this use; otherwise left open by an earlier one
 */
record FolderView(ImapFolder folder, String name, long uidValidity, long uidNext, boolean fresh) {
    boolean isOf(String folderName) {
        return name.equals(folderName);
    }

    FolderView reused() {
        return new FolderView(folder, name, uidValidity, uidNext, false);
    }
}
