package dev.waybill.mailbox;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/** What makes Gmail publish changes of a mailbox to a Pub/Sub topic, one watch a mailbox and project. */
public interface GmailWatches {
    /**
     * Watches, or goes on watching; an earlier watch is replaced, and Gmail publishes at once.
     *
     * @param topic {@code projects/…/topics/…}, of the project that the credential belongs to
     * @param labelIds what is published about; empty: everything
     */
    Watch watch(Mailbox mailbox, String topic, List<String> labelIds) throws MailboxAccessException;

    void stop(Mailbox mailbox) throws MailboxAccessException;

    /** {@code historyId}: where the history stands now; nobody's cursor may move forward to it. */
    record Watch(BigInteger historyId, Instant expires) {}
}
