package dev.waybill.consumer.ledger;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What Waybill remembers of each mail, and the one place where a mail has effects.
 *
 * <p>Every verb is one short transaction. A mail's row and all its effects commit together, or neither is there: after a crash, doing
 * it again is safe, and doing it twice has effects once. Verbs throw {@link
 * dev.waybill.consumer.database.DatabaseUnavailableException} when PostgreSQL cannot serve (whether it took place is not known) and
 * {@link dev.waybill.consumer.database.DatabaseRefusedException} when it refuses this mail.
 */
public interface ProcessedLedger {
    /** Which of these are settled for good ({@code processed} or {@code skipped}), in one query. */
    Set<Key> known(Collection<Key> keys);

    /** Opens a ticket or adds a comment, once; overwrites a {@code dead} row. */
    Recorded record(ProcessedMail mail);

    /**
     * Writes {@code skipped} with its reason, unless the mail is settled already; returns whether it wrote.
     *
     * @param facts what {@code trace} shows beside the reason
     */
    boolean skip(Passage passage, String reason, Map<String, String> facts);

    /** One row's key. */
    record Key(UUID mailbox, String messageKey) {}
}
