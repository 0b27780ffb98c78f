package dev.waybill.mailbox.imap;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import jakarta.mail.Folder;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedSet;
import org.eclipse.angus.mail.iap.BadCommandException;
import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.ListInfo;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.eclipse.angus.mail.imap.protocol.Status;
import org.jspecify.annotations.Nullable;

/**
 * A logged-in connection. What the server refuses leaves it usable; after anything else (a broken connection, a time-out, an answer that
 * makes no sense) it is cut, because nobody knows any more which answer belongs to which command.
 */
final class AngusImapSession implements ImapSession {
    private static final Duration LOGOUT = Duration.ofSeconds(3);
    private static final String[] STATUS = {"MESSAGES", "UIDNEXT", "UIDVALIDITY"};

    private final ImapWire wire;
    private final MailSocket socket;
    private final ImapSettings settings;
    private final ImapFailures failures;
    private @Nullable AngusImapFolder open;
    private boolean idleWithdrawn;

    AngusImapSession(ImapWire wire, MailSocket socket, ImapSettings settings, ImapFailures failures) {
        this.wire = wire;
        this.socket = socket;
        this.settings = settings;
        this.failures = failures;
    }

    /** What is done with the protocol. */
    @FunctionalInterface
    interface Command<T> {
        T run(ImapWire wire) throws IOException, ProtocolException;
    }

    /** Runs a command and says what its failure means. */
    <T> T run(String doing, Command<T> command) throws MailboxAccessException {
        try {
            return command.run(wire);
        } catch (CommandFailedException | BadCommandException e) {
            throw failures.refused(doing, e.getResponse());
        } catch (IOException | ProtocolException | RuntimeException e) {
            throw broken(doing, e);
        }
    }

    /** What is done with the protocol for its effect alone. */
    @FunctionalInterface
    interface Action {
        void run(ImapWire wire) throws IOException, ProtocolException;
    }

    /** Runs commands and says what their failure means. */
    void perform(String doing, Action action) throws MailboxAccessException {
        run(doing, w -> {
            action.run(w);
            return true;
        });
    }

    MailboxAccessException broken(String doing, Exception failure) {
        socket.cut();
        return failures.broken(doing, failure);
    }

    @Override
    public ImapFolder examine(String folder) throws MailboxAccessException {
        open = null;
        MailboxInfo info = enter(folder);
        AngusImapFolder opened = new AngusImapFolder(this, folder, info);
        open = opened;
        return opened;
    }

    /** EXAMINE; the folder open before is closed by it, also when it fails. */
    MailboxInfo enter(String folder) throws MailboxAccessException {
        return enter(folder, false);
    }

    private MailboxInfo enter(String folder, boolean writable) throws MailboxAccessException {
        MailboxInfo info;
        try {
            info = writable ? wire.openWritable(folder) : wire.open(folder);
        } catch (CommandFailedException e) {
            throw notOpened(folder, e.getResponse());
        } catch (BadCommandException e) {
            throw failures.refused("opening a folder", e.getResponse());
        } catch (ProtocolException | RuntimeException e) {
            throw broken("opening a folder", e);
        }
        if (info.uidvalidity < 1 || info.uidNotSticky) {
            throw failures.unusable("gives the mails of the folder '" + folder
                    + "' no lasting UIDs, so that nobody can tell which are known; such a folder cannot be watched");
        }
        return info;
    }

    @Override
    public boolean change(String folder, long uidValidity, SortedSet<Long> uids, AfterProcessing how)
            throws MailboxAccessException {
        open = null;
        MailboxInfo info = enter(folder, true);
        if (info.uidvalidity != uidValidity) {
            return false;
        }
        if (info.mode == Folder.READ_ONLY) {
            throw failures.readOnly(folder);
        }
        for (UidSets.UidSet set : UidSets.split(uids)) {
            perform("changing mails of the folder '" + folder + "'", w -> FolderChange.apply(w, set.text(), how));
        }
        return true;
    }

    /** A NO says why by a code, or not at all; LIST tells whether the folder is there. */
    private MailboxAccessException notOpened(String folder, Response answer) throws MailboxAccessException {
        if (ImapFailures.saysNoFolder(answer)) {
            return failures.noFolder(folder, null);
        }
        if (ServerWords.code(answer).isEmpty()) {
            ListInfo[] found = run("looking for a folder", w -> w.list("", folder));
            if (found == null || found.length == 0) {
                return failures.noFolder(folder, null);
            }
        }
        return failures.refused("to open the folder '" + folder + "'", answer);
    }

    @Override
    public FolderStatus status(String folder) throws MailboxAccessException {
        if (open != null && open.name().equals(folder)) {
            return open.status();
        }
        Status status;
        try {
            status = wire.status(folder, STATUS);
        } catch (CommandFailedException e) {
            throw notOpened(folder, e.getResponse());
        } catch (BadCommandException e) {
            throw failures.refused("asking for the status of a folder", e.getResponse());
        } catch (ProtocolException | RuntimeException e) {
            throw broken("asking for the status of a folder", e);
        }
        if (status == null || status.uidvalidity < 1 || status.uidnext < 1) {
            throw failures.unusable("does not tell UIDVALIDITY and UIDNEXT of the folder '" + folder
                    + "' by STATUS; watch it as the only folder of its mailbox");
        }
        return new FolderStatus(status.uidvalidity, status.uidnext, Math.max(0, status.total));
    }

    @Override
    public boolean supportsIdle() {
        return !idleWithdrawn && wire.hasCapability("IDLE");
    }

    /** The server announced IDLE and then refused it. */
    void idleIsWithdrawn() {
        idleWithdrawn = true;
    }

    boolean isOpen(AngusImapFolder folder) {
        return open == folder;
    }

    ImapWire wire() {
        return wire;
    }

    ImapSettings settings() {
        return settings;
    }

    ImapFailures failures() {
        return failures;
    }

    MailSocket socket() {
        return socket;
    }

    @Override
    public void close() {
        if (!socket.isClosed()) {
            try {
                wire.limitReads(LOGOUT);
                wire.logout();
            } catch (IOException | ProtocolException | RuntimeException alreadyGone) {
                // It is cut in any case.
            }
        }
        socket.cut();
    }

    @Override
    public void abort() {
        socket.cut();
    }
}
