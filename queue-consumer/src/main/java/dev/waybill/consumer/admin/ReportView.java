package dev.waybill.consumer.admin;

import dev.waybill.consumer.reconcile.FolderReport;
import dev.waybill.consumer.reconcile.ReconcileReport;
import dev.waybill.queue.PointerId;
import java.util.List;

/** A comparison's report: found = known + waiting + dead + missing, in sum and by folder; and the first ids that were missing. */
record ReportView(
        long found,
        long known,
        long waiting,
        long dead,
        long missing,
        long enqueued,
        List<FolderReport> folders,
        List<String> missingIds) {
    static ReportView of(ReconcileReport report) {
        FolderReport total = report.total();
        return new ReportView(
                total.found(),
                total.known(),
                total.waiting(),
                total.dead(),
                total.missing(),
                total.enqueued(),
                report.folders(),
                report.missing().stream().map(PointerId::value).toList());
    }
}
