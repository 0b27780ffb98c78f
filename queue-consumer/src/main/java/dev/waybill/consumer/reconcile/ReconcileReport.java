package dev.waybill.consumer.reconcile;

import dev.waybill.queue.PointerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mailbox compared with the ledger.
 *
 * @param missing the first of the mails that were missing, at most 20
 * @param completeAt everything that the mailbox received before this has its row; empty if nothing can be said
 */
public record ReconcileReport(List<FolderReport> folders, List<PointerId> missing, Optional<Instant> completeAt) {
    static final int MOST_IDS = 20;

    public ReconcileReport {
        folders = List.copyOf(folders);
        missing = missing.stream().limit(MOST_IDS).toList();
    }

    /** All folders together. */
    public FolderReport total() {
        return folders.stream().reduce(new FolderReport("", 0, 0, 0, 0, 0, 0), FolderReport::plus);
    }
}
