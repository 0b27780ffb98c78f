package dev.waybill.consumer.admin;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.PointerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts what a replay or a drop did, or would do. */
final class DlqChange {
    private int matched;
    private int changed;
    private final List<String> ids = new ArrayList<>();

    void would(List<DeadLetter> letters) {
        matched += letters.size();
        remember(letters.stream().map(DeadLetter::id).toList());
    }

    void did(List<DeadLetter> letters, Collection<PointerId> done) {
        matched += letters.size();
        changed += done.size();
        remember(done);
    }

    int changed() {
        return changed;
    }

    private void remember(Collection<PointerId> some) {
        some.stream().limit(Ids.MOST - ids.size()).map(PointerId::value).forEach(ids::add);
    }

    Result wouldHave(String verb, Optional<String> next) {
        return new Result(
                true, matched, 0, ids, next.orElse(null), "would " + verb + " " + letters(matched) + more(next));
    }

    Result have(String verb, Optional<String> next) {
        int others = matched - changed;
        return new Result(
                false,
                matched,
                changed,
                ids,
                next.orElse(null),
                verb + " " + letters(changed)
                        + (others > 0 ? "; " + letters(others) + " had left the DLQ meanwhile" : "")
                        + more(next));
    }

    private static String more(Optional<String> next) {
        return next.map(cursor -> "; there may be more: go on with cursor " + cursor)
                .orElse("");
    }

    static String letters(int n) {
        return n == 1 ? "1 dead letter" : n + " dead letters";
    }

    /**
     * The answer.
     *
     * @param ids the first 1,000 of those that were, or would be, changed
     * @param next where another request goes on, with the same filters; null at the end
     */
    record Result(
            boolean dryRun,
            int matched,
            int changed,
            List<String> ids,
            @Nullable String next,
            String message) {}
}
