package dev.waybill.mailbox.imap;

import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;

/**
 * What a server says of the open folder without being asked, in answer to whatever command. An EXPUNGE and an EXISTS may leave the count
 * as it was, in either order, and are news together; a server that repeats an EXISTS which says nothing new makes none.
 */
final class News {
    private int exists;
    private int recent;
    private long changes;
    private boolean repeated;
    private boolean any;

    /** A folder was opened: from here on it is compared. */
    synchronized void opened(MailboxInfo info) {
        exists = Math.max(0, info.total);
        recent = Math.max(0, info.recent);
        repeated = false;
        any = false;
    }

    synchronized void note(Response response) {
        if (!response.isUnTagged() || !(response instanceof IMAPResponse untagged)) {
            return;
        }
        if (untagged.keyEquals("EXISTS")) {
            repeated |= untagged.getNumber() == exists;
            any |= untagged.getNumber() != exists;
            changes++;
            exists = untagged.getNumber();
        } else if (untagged.keyEquals("RECENT")) {
            any |= untagged.getNumber() > recent;
            recent = untagged.getNumber();
        } else if (untagged.keyEquals("EXPUNGE")) {
            any |= repeated;
            exists = Math.max(0, exists - 1);
            changes++;
        }
    }

    synchronized int exists() {
        return exists;
    }

    /** How often the folder changed; equal counts of mails do not mean the same mails. */
    synchronized long changes() {
        return changes;
    }

    synchronized boolean any() {
        return any;
    }

    /** Whether there were news since they were last taken. */
    synchronized boolean take() {
        boolean taken = any;
        repeated = false;
        any = false;
        return taken;
    }
}
