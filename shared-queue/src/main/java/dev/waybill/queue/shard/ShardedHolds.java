package dev.waybill.queue.shard;

import dev.waybill.queue.Holds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Holds a mailbox where it lies. */
public final class ShardedHolds implements Holds {
    private final Shards<Holds> shards;

    public ShardedHolds(List<Holds> shards) {
        this.shards = new Shards<>(shards);
    }

    @Override
    public void hold(UUID mailbox, Duration duration, String reason) {
        shards.of(mailbox).hold(mailbox, duration, reason);
    }

    @Override
    public void holdUntilResumed(UUID mailbox, String reason) {
        shards.of(mailbox).holdUntilResumed(mailbox, reason);
    }

    @Override
    public boolean resume(UUID mailbox) {
        return shards.of(mailbox).resume(mailbox);
    }

    @Override
    public void setLimit(UUID mailbox, int limit) {
        shards.of(mailbox).setLimit(mailbox, limit);
    }

    @Override
    public List<Hold> held() {
        return shards.all().stream().flatMap(shard -> shard.held().stream()).toList();
    }
}
