package dev.waybill.consumer.admin;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks the dead letters in pages and picks those that a filter matches. */
final class DlqSelection {
    private static final int PAGE = 1_000;
    /** One call walks at most this many; the cursor says where to go on. */
    private static final int MOST_WALKED = 200_000;

    private DlqSelection() {}

    /**
     * What was picked.
     *
     * @param next the offset to go on from; empty at the end
     */
    record Picked(List<DeadLetter> letters, Optional<Long> next) {}

    static Picked pick(DeadLetters dlq, DlqFilter filter, long offset, int limit) {
        List<DeadLetter> picked = new ArrayList<>();
        long at = offset;
        while (at - offset < MOST_WALKED) {
            List<DeadLetter> page = dlq.list(at, PAGE);
            for (DeadLetter letter : page) {
                if (picked.size() == limit) {
                    return new Picked(picked, Optional.of(at));
                }
                at++;
                if (filter.matches(letter)) {
                    picked.add(letter);
                }
            }
            if (page.size() < PAGE) {
                return new Picked(picked, Optional.empty());
            }
        }
        return new Picked(picked, Optional.of(at));
    }

    /** Letters by id; ids that are no dead letters are left out. */
    static List<DeadLetter> byId(DeadLetters dlq, List<PointerId> ids) {
        return ids.stream().distinct().map(dlq::show).flatMap(Optional::stream).toList();
    }
}
