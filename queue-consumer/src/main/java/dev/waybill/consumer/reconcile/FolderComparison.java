package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.reconcile.MailListing.Listed;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * One folder of a comparison, a slice of mails at a time. A mail is looked for in the queue first and in the ledger then: what left the
 * queue in between is in the ledger. What is in neither may have been listed a moment before its pointer came, so up to {@link #HELD}
 * of them are looked for again at the end of the folder; more than that are no coincidence.
 *
 * <p>Nothing that is enqueued here can be processed twice: its pointer is the one that a listener or a push would make, which coalesces,
 * and the ledger knows what was done. A crash in between leaves pointers in the queue and no word that anything is complete.
 */
final class FolderComparison {
    static final int SLICE = PointerQueue.MAX_BATCH;
    private static final int HELD = 1_000;

    private final UUID mailbox;
    private final String folder;
    private final Means means;
    private final boolean dryRun;
    /** Without a row, in order; the first of them once they are too many to be held. */
    private final List<Listed> withoutRow = new ArrayList<>();

    private final List<Listed> suspects = new ArrayList<>();
    private final List<PointerId> missing = new ArrayList<>();
    private long withoutRowCount;
    private FolderReport report;

    /** What a comparison asks and fills. */
    record Means(RowStates rows, QueueControl control, PointerQueue queue, LongSupplier millis) {}

    FolderComparison(UUID mailbox, String folder, Means means, boolean dryRun) {
        this.mailbox = mailbox;
        this.folder = folder;
        this.means = means;
        this.dryRun = dryRun;
        this.report = new FolderReport(folder, 0, 0, 0, 0, 0, 0);
    }

    void add(List<Listed> mails) {
        for (int from = 0; from < mails.size(); from += SLICE) {
            slice(mails.subList(from, Math.min(from + SLICE, mails.size())));
        }
    }

    /** Where a mail is: its row, and its place in the queue. */
    private record Where(Optional<Boolean> settled, Optional<Place> place) {
        boolean isKnown() {
            return settled.orElse(false);
        }

        /** A row that says dead, of a letter that is in the DLQ no more, suppresses nothing. */
        boolean isMissing() {
            return !isKnown() && place.isEmpty();
        }
    }

    private void slice(List<Listed> mails) {
        suspects.addAll(sort(mails, mails.size()));
        if (suspects.size() > HELD) {
            repair(List.copyOf(suspects));
            suspects.clear();
        }
    }

    /** Counts those that are somewhere, and returns the rest. */
    private List<Listed> sort(List<Listed> mails, long found) {
        List<Where> places = look(mails);
        List<Listed> nowhere = new ArrayList<>();
        long known = 0;
        long waiting = 0;
        long dead = 0;
        for (int i = 0; i < mails.size(); i++) {
            Where where = places.get(i);
            if (found > 0 && where.settled().isEmpty()) {
                withoutRow(mails.get(i));
            }
            if (where.isKnown()) {
                known++;
            } else if (where.isMissing()) {
                nowhere.add(mails.get(i));
            } else if (where.place().orElseThrow() == Place.DEAD) {
                dead++;
            } else {
                waiting++;
            }
        }
        report = report.plus(new FolderReport(folder, found, known, waiting, dead, 0, 0));
        return nowhere;
    }

    private void withoutRow(Listed mail) {
        withoutRowCount++;
        if (withoutRow.size() < HELD) {
            withoutRow.add(mail);
        }
    }

    private List<Where> look(List<Listed> mails) {
        List<PointerId> ids = mails.stream().map(this::id).toList();
        Map<PointerId, Place> places = new HashMap<>(means.control().places(ids));
        List<String> keys = mails.stream().map(FolderComparison::key).toList();
        Map<String, Boolean> rows = means.rows().settled(mailbox, keys);
        List<Where> found = new ArrayList<>(mails.size());
        for (int i = 0; i < mails.size(); i++) {
            found.add(
                    new Where(Optional.ofNullable(rows.get(keys.get(i))), Optional.ofNullable(places.get(ids.get(i)))));
        }
        return found;
    }

    private void repair(List<Listed> mails) {
        mails.stream()
                .map(this::id)
                .limit(Math.max(0, ReconcileReport.MOST_IDS - missing.size()))
                .forEach(missing::add);
        long enqueued = 0;
        for (int from = 0; !dryRun && from < mails.size(); from += SLICE) {
            List<Pointer> pointers = mails.subList(from, Math.min(from + SLICE, mails.size())).stream()
                    .map(mail ->
                            new Pointer(mailbox, mail.mail(), means.millis().getAsLong(), ""))
                    .toList();
            enqueued += means.queue().enqueue(pointers, Priority.BACKFILL).queued();
        }
        report = report.plus(new FolderReport(folder, 0, 0, 0, 0, mails.size(), enqueued));
    }

    /** Whether a second look can tell more than the first. */
    boolean isInDoubt() {
        return !suspects.isEmpty() || (withoutRowCount > 0 && withoutRowCount <= HELD);
    }

    /** A while after the last mail. */
    void lookAgain() {
        List<Listed> still = sort(List.copyOf(suspects), 0);
        suspects.clear();
        if (!still.isEmpty()) {
            repair(still);
        }
        if (withoutRowCount <= HELD) {
            Map<String, Boolean> rows = means.rows()
                    .settled(
                            mailbox,
                            withoutRow.stream().map(FolderComparison::key).toList());
            withoutRow.removeIf(mail -> rows.containsKey(key(mail)));
        }
    }

    Optional<Listed> firstWithoutRow() {
        return withoutRow.stream().findFirst();
    }

    FolderReport report() {
        return report;
    }

    List<PointerId> missing() {
        return missing;
    }

    private PointerId id(Listed mail) {
        return new Pointer(mailbox, mail.mail(), 0, "").id();
    }

    private static String key(Listed mail) {
        return MessageKey.of(mail.mail()).orElseThrow().value();
    }
}
