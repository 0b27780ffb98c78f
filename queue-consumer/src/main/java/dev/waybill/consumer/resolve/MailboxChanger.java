package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/** Changes mails in a mailbox, on the sessions that fetch from it, so that no further connection counts against its limit. */
public final class MailboxChanger {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SessionPool sessions;

    public MailboxChanger(SessionPool sessions) {
        this.sessions = sessions;
    }

    /** Returns false when the folder has another UIDVALIDITY; then nothing was changed. */
    public boolean change(Mailbox mailbox, String folder, long uidValidity, SortedSet<Long> uids, AfterProcessing how)
            throws MailboxAccessException, InterruptedException {
        Optional<SessionPool.Lease> turn = sessions.turn(mailbox, PATIENCE);
        if (turn.isEmpty()) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT, "mailbox_busy", "its sessions are in use; it is tried again", null, null);
        }
        try (SessionPool.Lease lease = turn.get()) {
            return lease.change(folder, uidValidity, uids, how);
        }
    }
}
