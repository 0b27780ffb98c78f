package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AfterProcessing;
import java.io.IOException;
import org.eclipse.angus.mail.iap.ProtocolException;

/**
 * What {@code after_processing} does to mails of the open folder.
 *
 * <p>Only UID EXPUNGE (RFC 4315) removes the named mails and no other. A server without it keeps them marked as deleted: a plain EXPUNGE
 * would also remove what another client marked. A connection that breaks between COPY and STORE leaves a second copy in the target
 * folder when it is done again; MOVE (RFC 6851) has no such gap.
 */
final class FolderChange {
    private FolderChange() {}

    static void apply(ImapWire wire, String uids, AfterProcessing how) throws IOException, ProtocolException {
        switch (how) {
            case AfterProcessing.Keep keep -> {}
            case AfterProcessing.MarkSeen seen -> store(wire, uids, "\\Seen");
            case AfterProcessing.Move move -> {
                if (wire.hasCapability("MOVE")) {
                    wire.toFolder("UID MOVE", uids, move.folder());
                } else {
                    wire.toFolder("UID COPY", uids, move.folder());
                    remove(wire, uids);
                }
            }
            case AfterProcessing.Delete delete -> remove(wire, uids);
        }
    }

    private static void remove(ImapWire wire, String uids) throws IOException, ProtocolException {
        store(wire, uids, "\\Deleted");
        if (wire.hasCapability("UIDPLUS")) {
            wire.stream("UID EXPUNGE " + uids, response -> {});
        }
    }

    private static void store(ImapWire wire, String uids, String flag) throws IOException, ProtocolException {
        wire.stream("UID STORE " + uids + " +FLAGS.SILENT (" + flag + ")", response -> {});
    }
}
