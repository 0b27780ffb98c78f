package dev.waybill.queue.redis;

import dev.waybill.queue.EpochReader;
import dev.waybill.queue.QueueEpoch;
import dev.waybill.queue.QueueTotals;
import io.vertx.redis.client.Response;
import java.util.UUID;

/** The epoch of one shard, beside its pointers. */
final class RedisEpoch implements EpochReader {
    private final Scripts scripts;
    private final KeyNames keys;

    RedisEpoch(Scripts scripts, KeyNames keys) {
        this.scripts = scripts;
        this.keys = keys;
    }

    @Override
    public String queue() {
        return keys.prefix();
    }

    @Override
    public QueueEpoch read() {
        Response r = scripts.run(
                "reading the queue's epoch",
                Scripts.Call.of(Script.EPOCH, UUID.randomUUID().toString()));
        return new QueueEpoch(
                r.get(0).toString(),
                r.get(1).toString(),
                new QueueTotals(total(r, 2), total(r, 3), total(r, 4), total(r, 5)));
    }

    private static long total(Response epoch, int i) {
        return Long.parseLong(epoch.get(i).toString());
    }
}
