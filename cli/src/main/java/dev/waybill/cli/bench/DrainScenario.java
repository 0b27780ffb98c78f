package dev.waybill.cli.bench;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills the queue and drains it.
 *
 * @param durable with an append-only file, written every second
 */
record DrainScenario(String name, int pointers, int batch, int consumers, boolean durable) implements QueueScenario {
    private static final int LIMIT = 8;

    @Override
    public String conditions() {
        return pointers + " pointers of " + BenchPointers.MAILBOXES + " mailboxes, batch " + batch + ", " + consumers
                + " consumers" + (durable ? ", appendfsync everysec" : "");
    }

    @Override
    public RedisServer.Options redis() {
        return durable ? RedisServer.Options.durable() : RedisServer.Options.inMemory();
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        RedisQueue queue = redis.queue(LIMIT);
        List<List<Pointer>> batches = BenchPointers.batches(pointers, batch);
        double memory = redis.usedMemory();
        double cpu = redis.cpuSeconds();
        double own = OwnCpu.seconds();

        long start = System.nanoTime();
        enqueue(queue, batches);
        long filled = System.nanoTime();
        double cpuFilled = redis.cpuSeconds();
        double bytes = redis.usedMemory() - memory - BenchPointers.bytes(batches);

        long drainStart = System.nanoTime();
        AtomicInteger done = new AtomicInteger();
        try (Fleet fleet =
                new Fleet(queue, consumers, batch, Duration.ofSeconds(30), acked -> done.addAndGet(acked.size()))) {
            fleet.await(() -> done.get() >= pointers, Duration.ofMinutes(3));
            long end = System.nanoTime();
            double cpuDone = redis.cpuSeconds();
            double ownDone = OwnCpu.seconds();
            double seconds = (filled - start + end - drainStart) / 1e9;
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("pointersPerSecond", pointers / seconds);
            figures.put("enqueuedPerSecond", pointers * 1e9 / (filled - start));
            figures.put("consumedPerSecond", pointers * 1e9 / (end - drainStart));
            figures.put("redisMicrosPerPointer", (cpuDone - cpu) * 1e6 / pointers);
            figures.put("redisMicrosPerClaimAndAck", (cpuDone - cpuFilled) * 1e6 / pointers);
            figures.put("clientMicrosPerPointer", (ownDone - own) * 1e6 / pointers);
            figures.put("bytesPerWaitingPointerBesideItsLength", bytes / pointers);
            return figures;
        }
    }

    private void enqueue(RedisQueue queue, List<List<Pointer>> batches) {
        AtomicInteger next = new AtomicInteger();
        InParallel.run(consumers, () -> {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                queue.producer().enqueue(batches.get(i), Priority.LIVE);
            }
        });
    }

    /** The numbers of what was claimed. */
    static List<Integer> numbers(List<Claimed> claimed) {
        return claimed.stream().map(BenchPointers::number).toList();
    }
}
