package dev.waybill.queue.shard;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The dead letters of all shards in one order: a cursor names a place in that order, so it is the same for each shard. */
public final class ShardedDeadLetters implements DeadLetters {
    private static final Comparator<DeadLetterCursor> ORDER =
            Comparator.comparingLong(DeadLetterCursor::diedAt).thenComparing(DeadLetterCursor::id);

    private final Shards<DeadLetters> shards;

    public ShardedDeadLetters(List<DeadLetters> shards) {
        this.shards = new Shards<>(shards);
    }

    /** A shard that names where to go on has said nothing of what lies behind there: no shard's letters beyond it are taken. */
    @Override
    public Page page(DeadLetterFilter filter, DeadLetterCursor from, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        Optional<DeadLetterCursor> certain = Optional.empty();
        for (DeadLetters shard : shards.all()) {
            Page page = shard.page(filter, from, limit);
            found.addAll(page.letters());
            if (page.next().isPresent()
                    && (certain.isEmpty() || ORDER.compare(page.next().get(), certain.get()) < 0)) {
                certain = page.next();
            }
        }
        Optional<DeadLetterCursor> end = certain;
        List<DeadLetter> sorted = found.stream()
                .filter(letter -> end.isEmpty() || ORDER.compare(at(letter, 0), end.get()) <= 0)
                .sorted(Comparator.comparing(letter -> at(letter, 0), ORDER))
                .toList();
        if (sorted.size() <= limit) {
            return new Page(sorted, certain);
        }
        long until = certain.orElse(from).until();
        DeadLetter last = sorted.get(limit - 1);
        return new Page(
                sorted.subList(0, limit),
                Optional.of(at(last, until < 0 ? sorted.getLast().diedAt() : until)));
    }

    private static DeadLetterCursor at(DeadLetter letter, long until) {
        return new DeadLetterCursor(until, letter.diedAt(), letter.id().value());
    }

    @Override
    public Optional<DeadLetter> show(PointerId id) {
        return shards.of(id).show(id);
    }

    @Override
    public long count() {
        return shards.all().stream().mapToLong(DeadLetters::count).sum();
    }

    @Override
    public Set<PointerId> replay(Collection<PointerId> ids) {
        Set<PointerId> moved = new LinkedHashSet<>();
        shards.split(ids, id -> id)
                .forEach((shard, some) -> moved.addAll(shards.get(shard).replay(some)));
        return moved;
    }

    @Override
    public Set<PointerId> drop(Collection<PointerId> ids) {
        Set<PointerId> dropped = new LinkedHashSet<>();
        shards.split(ids, id -> id)
                .forEach((shard, some) -> dropped.addAll(shards.get(shard).drop(some)));
        return dropped;
    }
}
