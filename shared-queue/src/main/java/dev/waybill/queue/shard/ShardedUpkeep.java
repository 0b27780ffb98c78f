package dev.waybill.queue.shard;

import dev.waybill.queue.PointerId;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reclaims and promotes in every shard; the bound holds for each. */
public final class ShardedUpkeep implements Upkeep {
    private final List<Upkeep> shards;

    public ShardedUpkeep(List<Upkeep> shards) {
        this.shards = List.copyOf(shards);
    }

    @Override
    public Reclaimed reclaim(int pointers, int maxCrashes) {
        int moved = 0;
        List<PointerId> dead = new ArrayList<>();
        Optional<Duration> nextEnd = Optional.empty();
        for (Upkeep shard : shards) {
            Reclaimed reclaimed = shard.reclaim(pointers, maxCrashes);
            moved += reclaimed.pointers();
            dead.addAll(reclaimed.dead());
            nextEnd = sooner(nextEnd, reclaimed.nextEnd());
        }
        return new Reclaimed(moved, dead, nextEnd);
    }

    @Override
    public Promoted promote(int max) {
        int pointers = 0;
        int holds = 0;
        Optional<Duration> nextDue = Optional.empty();
        for (Upkeep shard : shards) {
            Promoted promoted = shard.promote(max);
            pointers += promoted.pointers();
            holds += promoted.holds();
            nextDue = sooner(nextDue, promoted.nextDue());
        }
        return new Promoted(pointers, holds, nextDue);
    }

    private static Optional<Duration> sooner(Optional<Duration> one, Optional<Duration> other) {
        return Stream.concat(one.stream(), other.stream()).min(Duration::compareTo);
    }
}
