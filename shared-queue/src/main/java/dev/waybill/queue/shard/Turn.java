package dev.waybill.queue.shard;

import java.util.concurrent.atomic.AtomicInteger;

/** Whose turn it is among the shards: the one behind the last that gave, or the one whose bell rang. */
public final class Turn {
    private final int shards;
    private final AtomicInteger next = new AtomicInteger();

    public Turn(int shards) {
        this.shards = shards;
    }

    public void startAt(int shard) {
        next.set(Math.floorMod(shard, shards));
    }

    int next() {
        return next.get();
    }
}
