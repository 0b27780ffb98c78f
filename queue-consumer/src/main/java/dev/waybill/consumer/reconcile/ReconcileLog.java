package dev.waybill.consumer.reconcile;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What is remembered of comparisons. May throw DatabaseUnavailableException. */
public interface ReconcileLog {
    /** Everything that the mailbox received before this has its row in the ledger; of mailboxes without UIDs. */
    Optional<Instant> completeAt(UUID mailbox);

    /** A comparison begins; {@code reason} as its pointer says. */
    void started(UUID mailbox, String reason);

    /** How many mails were listed so far. */
    void progressed(UUID mailbox, long found);

    /** It came to its end. {@code completeAt} of the report moves what is remembered forward, never back. */
    void finished(UUID mailbox, ReconcileReport report);

    /** It could not be carried out; {@code problem} is a sentence without secrets. */
    void failed(UUID mailbox, String problem);

    /** As {@link #failed}, for a reason of its own; returns how often in a row that was, since one was carried out. */
    int putOff(UUID mailbox, String problem);
}
