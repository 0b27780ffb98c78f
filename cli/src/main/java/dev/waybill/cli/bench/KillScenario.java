package dev.waybill.cli.bench;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Half of the consumers fall silent with what they hold: what is lost, what is done twice, how long until it is claimed again. */
record KillScenario(int pointers, int consumers, Duration lease) implements QueueScenario {

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String conditions() {
        return pointers + " pointers, " + consumers / 2 + " of " + consumers
                + " consumers fall silent with a batch of 64 each at the half, lease " + lease.toMillis() + " ms";
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        RedisQueue queue = redis.queue(8);
        AtomicIntegerArray acks = new AtomicIntegerArray(pointers);
        AtomicInteger done = new AtomicInteger();
        Set<Integer> orphans = ConcurrentHashMap.newKeySet();
        AtomicLong fellSilent = new AtomicLong();
        AtomicLong recovered = new AtomicLong();
        Fleet.Watcher watcher = new Fleet.Watcher() {
            @Override
            public void claimed(List<Claimed> claimed) {
                for (int number : DrainScenario.numbers(claimed)) {
                    if (orphans.remove(number)) {
                        recovered.accumulateAndGet(System.nanoTime(), Math::max);
                    }
                }
            }

            @Override
            public void abandoned(List<Claimed> claimed) {
                orphans.addAll(DrainScenario.numbers(claimed));
                fellSilent.accumulateAndGet(System.nanoTime(), Math::max);
            }

            @Override
            public void acked(List<Claimed> acked) {
                DrainScenario.numbers(acked).forEach(acks::incrementAndGet);
                done.addAndGet(acked.size());
            }
        };
        for (List<Pointer> batch : BenchPointers.batches(pointers, 500)) {
            queue.producer().enqueue(batch, Priority.LIVE);
        }
        try (Fleet fleet = new Fleet(queue, consumers, 64, lease, watcher)) {
            fleet.await(() -> done.get() >= pointers / 2, Duration.ofSeconds(60));
            for (int i = 0; i < consumers / 2; i++) {
                fleet.abandon(i);
            }
            fleet.await(() -> done.get() >= pointers && orphans.isEmpty(), Duration.ofSeconds(60));
        }
        int lost = 0;
        int twice = 0;
        for (int i = 0; i < pointers; i++) {
            lost += acks.get(i) == 0 ? 1 : 0;
            twice += acks.get(i) > 1 ? 1 : 0;
        }
        double again = Math.max(0, recovered.get() - fellSilent.get()) / 1e6;
        return Map.of(
                "lost",
                (double) lost,
                "ackedTwice",
                (double) twice,
                "claimedAgainMillis",
                again,
                "claimedAgainMillisAfterLease",
                again - lease.toMillis());
    }
}
