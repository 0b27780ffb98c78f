package dev.waybill.cli.bench;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One pointer at a time on an idle queue: how long from the call of enqueue until a waiting consumer has it. Then what that consumer
 * costs while nothing comes, and beside it the same JVM, still connected, without a consumer.
 */
record IdleScenario(int pointers, Duration silence) implements QueueScenario {
    private static final int WARM_UP = 200;
    /** This part of the silence passes before it is measured: the compiler is still at work on what has just run. */
    private static final int SETTLING = 5;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String conditions() {
        return pointers + " pointers one after the other, one consumer at the doorbell; then nothing for "
                + silence.toMillis() + " ms, with the consumer and without";
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        RedisQueue queue = redis.queue(8);
        SynchronousQueue<Long> arrivals = new SynchronousQueue<>();
        Fleet.Watcher watcher = new Fleet.Watcher() {
            private volatile long claimedAt;

            @Override
            public void claimed(List<Claimed> claimed) {
                claimedAt = System.nanoTime();
            }

            @Override
            public void acked(List<Claimed> acked) {
                try {
                    arrivals.put(claimedAt);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        List<Double> millis = new ArrayList<>();
        double[] idle;
        try (Fleet fleet = new Fleet(queue, 1, 1, Duration.ofSeconds(30), watcher)) {
            for (int i = 0; i < pointers + WARM_UP; i++) {
                long start = System.nanoTime();
                queue.producer()
                        .enqueue(List.of(BenchPointers.pointer(7, i % BenchPointers.MAILBOXES, i)), Priority.LIVE);
                Long claimedAt = arrivals.poll(10, TimeUnit.SECONDS);
                if (claimedAt == null) {
                    fleet.await(() -> false, Duration.ZERO);
                } else if (i >= WARM_UP) {
                    millis.add((claimedAt - start) / 1e6);
                }
            }
            idle = idleCpu(redis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
        double[] alone = idleCpu(redis);
        Samples samples = Samples.of(millis);
        return Map.of(
                "enqueueToClaimMillisMedian",
                samples.median(),
                "enqueueToClaimMillisP99",
                samples.percentile(99),
                "idleConsumerCpuPercent",
                idle[0],
                "idleRedisCpuPercent",
                idle[1],
                "idleJvmCpuPercentWithoutConsumer",
                alone[0],
                "idleRedisCpuPercentWithoutConsumer",
                alone[1]);
    }

    /** What the consumer (with its heartbeat and its upkeep) and Redis use of a core while nothing comes, nor is compiled any more. */
    private double[] idleCpu(BenchRedis redis) {
        rest(silence.dividedBy(SETTLING));
        double own = OwnCpu.seconds();
        double server = redis.cpuSeconds();
        long start = System.nanoTime();
        rest(silence);
        double percent = 1e11 / (System.nanoTime() - start);
        return new double[] {(OwnCpu.seconds() - own) * percent, (redis.cpuSeconds() - server) * percent};
    }

    private static void rest(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
