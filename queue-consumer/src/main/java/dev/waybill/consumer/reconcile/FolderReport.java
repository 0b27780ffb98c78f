package dev.waybill.consumer.reconcile;

/**
 * One folder, or label, compared with the ledger. Each mail that was found is counted in one of the others.
 *
 * @param found listed by the provider, within the window
 * @param known processed or skipped
 * @param waiting has no row yet, and its pointer is in the queue
 * @param dead its pointer lies in the DLQ
 * @param missing neither in the ledger nor in the queue
 * @param enqueued missing ones whose pointers were put into the queue; 0 in a dry run
 */
public record FolderReport(
        String folder, long found, long known, long waiting, long dead, long missing, long enqueued) {
    FolderReport plus(FolderReport o) {
        return new FolderReport(
                folder,
                found + o.found,
                known + o.known,
                waiting + o.waiting,
                dead + o.dead,
                missing + o.missing,
                enqueued + o.enqueued);
    }
}
