package dev.waybill.queue.shard;

import dev.waybill.queue.Busiest;
import dev.waybill.queue.ClaimHolder;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueTotals;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The whole queue's view and switch: sums, and every shard paused or resumed. */
public final class ShardedControl implements QueueControl {
    private final Shards<QueueControl> shards;

    public ShardedControl(List<QueueControl> shards) {
        this.shards = new Shards<>(shards);
    }

    @Override
    public QueueStats stats() {
        return shards.all().stream()
                .map(QueueControl::stats)
                .reduce(QueueStats::plus)
                .orElseThrow();
    }

    @Override
    public QueueTotals totals() {
        return shards.all().stream()
                .map(QueueControl::totals)
                .reduce(QueueTotals::plus)
                .orElseThrow();
    }

    @Override
    public MailboxStats mailbox(UUID mailbox) {
        return shards.of(mailbox).mailbox(mailbox);
    }

    @Override
    public Busiest busiest(int most) {
        List<Busiest> parts =
                shards.all().stream().map(shard -> shard.busiest(most)).toList();
        return new Busiest(
                parts.stream()
                        .flatMap(part -> part.top().stream())
                        .sorted(Busiest.Mailbox.MOST_FIRST)
                        .limit(most)
                        .toList(),
                parts.stream().mapToLong(Busiest::mailboxes).sum(),
                parts.stream().mapToLong(Busiest::oldestWaitingMillis).max().orElse(0));
    }

    @Override
    public List<ClaimHolder> consumers() {
        Map<String, ClaimHolder> all = new TreeMap<>();
        shards.all().stream()
                .flatMap(shard -> shard.consumers().stream())
                .forEach(holder -> all.merge(holder.consumer(), holder, ClaimHolder::plus));
        return List.copyOf(all.values());
    }

    @Override
    public Map<PointerId, Place> places(Collection<PointerId> ids) {
        Map<PointerId, Place> places = new LinkedHashMap<>();
        shards.split(ids, id -> id)
                .forEach((shard, some) -> places.putAll(shards.get(shard).places(some)));
        return places;
    }

    /** One that failed half way is asked again: what is paused already stays so. */
    @Override
    public boolean pause(String by) {
        boolean changed = false;
        for (QueueControl shard : shards.all()) {
            changed |= shard.pause(by);
        }
        return changed;
    }

    @Override
    public boolean resume() {
        boolean changed = false;
        for (QueueControl shard : shards.all()) {
            changed |= shard.resume();
        }
        return changed;
    }
}
