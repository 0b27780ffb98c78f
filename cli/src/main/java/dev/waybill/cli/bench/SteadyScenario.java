package dev.waybill.cli.bench;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Half of what the queue can do, for some seconds: how long from enqueue to ack.
 *
 * @param half names the scenario whose rate is halved
 */
record SteadyScenario(int seconds, int consumers, String half) implements QueueScenario {
    private static final int BATCH = 16;

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String conditions() {
        return "half of " + half + "'s rate for " + seconds + " s, enqueued in batches of " + BATCH + ", " + consumers
                + " consumers, batch 64";
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        double rate = before.getOrDefault(half, Map.of()).getOrDefault("pointersPerSecond", 40_000.0) / 2;
        int pointers = (int) (rate * seconds);
        RedisQueue queue = redis.queue(64);
        AtomicLongArray enqueuedAt = new AtomicLongArray(pointers);
        AtomicLongArray ackedAt = new AtomicLongArray(pointers);
        AtomicInteger done = new AtomicInteger();
        Fleet.Watcher watcher = acked -> {
            long now = System.nanoTime();
            for (Claimed each : acked) {
                ackedAt.set(BenchPointers.number(each), now);
            }
            done.addAndGet(acked.size());
        };
        List<List<Pointer>> batches = BenchPointers.batches(pointers, BATCH);
        try (Fleet fleet = new Fleet(queue, consumers, 64, Duration.ofSeconds(30), watcher)) {
            long start = System.nanoTime();
            AtomicInteger next = new AtomicInteger();
            InParallel.run(2, () -> {
                for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                    long due = start + (long) (i * BATCH * 1e9 / rate);
                    for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    // From when it was due: a queue that holds its producers up must not hide that.
                    for (Pointer pointer : batches.get(i)) {
                        enqueuedAt.set(
                                (int) (pointer.enqueuedAt()
                                        - batches.getFirst().getFirst().enqueuedAt()),
                                due);
                    }
                    queue.producer().enqueue(batches.get(i), Priority.LIVE);
                }
            });
            fleet.await(() -> done.get() >= pointers, Duration.ofSeconds(60));
        }
        List<Double> millis = new ArrayList<>();
        for (int i = pointers / 10; i < pointers; i++) {
            millis.add((ackedAt.get(i) - enqueuedAt.get(i)) / 1e6);
        }
        Samples samples = Samples.of(millis);
        return Map.of(
                "offeredPerSecond",
                rate,
                "enqueueToAckMillisMedian",
                samples.median(),
                "enqueueToAckMillisP99",
                samples.percentile(99));
    }
}
