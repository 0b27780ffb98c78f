package dev.waybill.consumer.reconcile;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** What the ledger has of mails. May throw DatabaseUnavailableException. */
public interface RowStates {
    /** By key, for those that have a row: whether it is settled; else it is a dead one. In one query. */
    Map<String, Boolean> settled(UUID mailbox, Collection<String> messageKeys);
}
