package dev.waybill.consumer.reconcile;

import java.util.Optional;
import java.util.UUID;

/** Up to where the changes of each folder at Microsoft 365 were read, by the folder's id: links of Graph, opaque. */
public interface DeltaLinks {
    Optional<String> find(UUID mailbox, String folderId);

    /** Everything up to there has its row. */
    void keep(UUID mailbox, String folderId, String link);

    /** Graph no longer knows it. */
    void forget(UUID mailbox, String folderId);
}
