package dev.waybill.cli.bench;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One mailbox has a crowd waiting; pointers of others arrive one by one while it is drained. */
record FairnessScenario(int crowd, int fresh) implements QueueScenario {
    static final int LIMIT = 8;
    private static final int FIRST_FRESH = 10_000_000;

    @Override
    public String name() {
        return "fairness";
    }

    @Override
    public String conditions() {
        return crowd + " waiting in one mailbox with limit " + LIMIT + ", " + fresh
                + " fresh pointers of others every 3 ms, 2 consumers, batch 4";
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        RedisQueue queue = redis.queue(LIMIT);
        for (int from = 0; from < crowd; from += 1_000) {
            List<Pointer> batch = new ArrayList<>();
            for (int i = from; i < from + 1_000; i++) {
                batch.add(BenchPointers.pointer(8, 1, i));
            }
            queue.producer().enqueue(batch, Priority.LIVE);
        }
        Map<Integer, Long> claimedAt = new ConcurrentHashMap<>();
        Map<Integer, Long> crowdClaimedBefore = new ConcurrentHashMap<>();
        AtomicLong crowdClaimed = new AtomicLong();
        Fleet.Watcher watcher = new Fleet.Watcher() {
            @Override
            public void claimed(List<Claimed> claimed) {
                long now = System.nanoTime();
                for (int number : DrainScenario.numbers(claimed)) {
                    if (number >= FIRST_FRESH) {
                        crowdClaimedBefore.put(number, crowdClaimed.get());
                        claimedAt.put(number, now);
                    } else {
                        crowdClaimed.incrementAndGet();
                    }
                }
            }

            @Override
            public void acked(List<Claimed> acked) {}
        };
        List<Double> millis = new ArrayList<>();
        List<Double> overtakenBy = new ArrayList<>();
        try (Fleet fleet = new Fleet(queue, 2, 4, Duration.ofSeconds(30), watcher)) {
            for (int i = FIRST_FRESH; i < FIRST_FRESH + fresh; i++) {
                int number = i;
                long start = System.nanoTime();
                queue.producer().enqueue(List.of(BenchPointers.pointer(7, i % 100, i)), Priority.LIVE);
                long crowdAtEnqueue = crowdClaimed.get();
                fleet.await(() -> claimedAt.containsKey(number), Duration.ofSeconds(30));
                millis.add((claimedAt.getOrDefault(number, start) - start) / 1e6);
                overtakenBy.add(
                        (double) Math.max(0, crowdClaimedBefore.getOrDefault(number, crowdAtEnqueue) - crowdAtEnqueue));
                LockSupport.parkNanos(3_000_000);
            }
        }
        if (crowdClaimed.get() >= crowd) {
            throw new BenchFailure("the crowd was drained before the last fresh pointer; ask for a bigger crowd");
        }
        return Map.of(
                "freshClaimMillisMedian", Samples.of(millis).median(),
                "freshClaimMillisP99", Samples.of(millis).percentile(99),
                "crowdClaimedBeforeFreshMedian", Samples.of(overtakenBy).median(),
                "crowdClaimedBeforeFreshMax", Samples.of(overtakenBy).max());
    }
}
