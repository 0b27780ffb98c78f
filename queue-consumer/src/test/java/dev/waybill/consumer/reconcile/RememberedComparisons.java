package dev.waybill.consumer.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What was said of comparisons, in memory. */
public final class RememberedComparisons implements ReconcileLog {
    public final List<String> said = new ArrayList<>();
    public final List<ReconcileReport> reports = new ArrayList<>();
    private final Map<UUID, Instant> complete = new HashMap<>();
    private final Map<UUID, Integer> putOff = new HashMap<>();

    @Override
    public synchronized Optional<Instant> completeAt(UUID mailbox) {
        return Optional.ofNullable(complete.get(mailbox));
    }

    @Override
    public synchronized void started(UUID mailbox, String reason) {
        said.add("started " + reason);
    }

    @Override
    public synchronized void progressed(UUID mailbox, long found) {
        said.add("progressed " + found);
    }

    @Override
    public synchronized void finished(UUID mailbox, ReconcileReport report) {
        said.add("finished");
        putOff.remove(mailbox);
        reports.add(report);
        report.completeAt().ifPresent(at -> complete.merge(mailbox, at, (a, b) -> a.isAfter(b) ? a : b));
    }

    @Override
    public synchronized void failed(UUID mailbox, String problem) {
        said.add("failed " + problem);
    }

    @Override
    public synchronized int putOff(UUID mailbox, String problem) {
        said.add("put off: " + problem);
        return putOff.merge(mailbox, 1, Integer::sum);
    }
}
