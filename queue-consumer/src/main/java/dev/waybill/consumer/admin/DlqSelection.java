package dev.waybill.consumer.admin;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dead letters that a change is for, read batch by batch: nobody ever holds more of them than one batch. */
final class DlqSelection {
    static final Set<String> FIELDS = Set.of("ids", "all", "mailbox", "reason", "kind", "olderThan", "limit", "cursor");
    private static final int MOST = 1_000_000;

    private final DeadLetters dlq;
    private final List<PointerId> ids;
    private final DeadLetterFilter filter;
    private final int limit;
    private int given;
    private Optional<DeadLetterCursor> next;

    private DlqSelection(
            DeadLetters dlq, List<PointerId> ids, DeadLetterFilter filter, DeadLetterCursor from, int limit) {
        this.dlq = dlq;
        this.ids = ids;
        this.filter = filter;
        this.limit = limit;
        this.next = Optional.of(from);
    }

    /** Ids, or filters, or {@code "all": true}; nothing is never taken for everything. */
    static DlqSelection of(JsonFields fields, DeadLetters dlq, MailboxDirectory directory) {
        List<String> ids = fields.texts("ids", Ids.MOST, PointerId.LENGTH);
        boolean all = fields.flag("all");
        int limit = fields.number("limit", Ids.MOST, 1, MOST);
        String cursor = fields.text("cursor", "", 64);
        String mailbox = fields.text("mailbox", "", 400);
        String reason = fields.text("reason", "", 100);
        String kind = fields.text("kind", "", 100);
        String olderThan = fields.text("olderThan", "", 32);
        fields.refuseIfWrong();
        boolean filtered = !(mailbox + reason + kind + olderThan).isEmpty();
        if (!ids.isEmpty() && (all || filtered || !cursor.isEmpty())) {
            throw Refusal.badField("ids", "stand alone: leave the filters, 'cursor' and 'all' out");
        }
        if (ids.isEmpty() && all == filtered) {
            throw Refusal.badRequest(
                    "say which dead letters: ids, or filters (mailbox, reason, kind, olderThan), or \"all\": true");
        }
        return new DlqSelection(
                dlq,
                ids.stream().map(Ids::pointer).distinct().toList(),
                DlqFilter.of(directory, mailbox, reason, kind, olderThan),
                DlqFilter.cursor(cursor),
                limit);
    }

    boolean isAtItsEnd() {
        return ids.isEmpty() ? next.isEmpty() || given >= limit : given >= ids.size();
    }

    /** The next ones, at most {@code most}; may be empty before the end. */
    List<DeadLetter> batch(int most) {
        if (!ids.isEmpty()) {
            int to = Math.min(given + most, ids.size());
            List<DeadLetter> letters = ids.subList(given, to).stream()
                    .map(dlq::show)
                    .flatMap(Optional::stream)
                    .toList();
            given = to;
            return letters;
        }
        DeadLetters.Page page = dlq.page(filter, next.orElseThrow(), Math.min(most, limit - given));
        next = page.next();
        given += page.letters().size();
        return page.letters();
    }

    /** Where another request goes on; empty when nothing more matches, and for ids. */
    Optional<String> cursor() {
        return ids.isEmpty() ? next.map(DeadLetterCursor::toString) : Optional.empty();
    }
}
