package dev.waybill.cli.bench;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a pointer costs Redis beside others in flight: three queues on one Redis, of which two have so many claims that nobody
 * settles. Slices of the same work go to each of them in turn, so that a bad minute of the machine is a bad minute for all.
 */
record InFlightScenario(int slices, int slice, int consumers) implements QueueScenario {
    private static final List<Integer> CROWDS = List.of(0, 10_000, 50_000);
    private static final int LIMIT = 8;
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "inFlight";
    }

    @Override
    public String conditions() {
        return slices + " slices of " + slice + " pointers of " + BenchPointers.MAILBOXES
                + " mailboxes to each of three queues" + " with " + CROWDS + " in flight, by turns, batch " + BATCH
                + ", " + consumers + " consumers";
    }

    @Override
    public Map<String, Double> run(BenchRedis redis, Map<String, Map<String, Double>> before) {
        for (int crowd : CROWDS) {
            fly(redis.queue(key(crowd), 100_000), crowd);
        }
        List<List<Double>> micros = new ArrayList<>();
        CROWDS.forEach(crowd -> micros.add(new ArrayList<>()));
        for (int round = 0; round <= slices; round++) {
            List<List<Pointer>> batches = BenchPointers.batches(round * slice, slice, BATCH);
            for (int i = 0; i < CROWDS.size(); i++) {
                int turn = (round + i) % CROWDS.size();
                double cost = cost(redis, redis.queue(key(CROWDS.get(turn)), LIMIT), batches);
                // The first round is for the compiler and for the tables of Redis to grow.
                if (round > 0) {
                    micros.get(turn).add(cost);
                }
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        double alone = Samples.of(micros.getFirst()).median();
        for (int i = 0; i < CROWDS.size(); i++) {
            int crowd = CROWDS.get(i);
            double median = Samples.of(micros.get(i)).median();
            figures.put("redisMicrosPerPointerWith" + crowd + "InFlight", median);
            if (crowd > 0) {
                figures.put("ratioOfRedisMicrosWith" + crowd + "InFlight", median / alone);
            }
        }
        return figures;
    }

    private static String key(int crowd) {
        return "{bench-" + crowd + "}:";
    }

    private static void fly(RedisQueue queue, int crowd) {
        for (int from = 0; from < crowd; from += BenchPointers.MAILBOXES) {
            List<Pointer> pack = new ArrayList<>();
            for (int mailbox = 0; mailbox < BenchPointers.MAILBOXES; mailbox++) {
                pack.add(BenchPointers.pointer(9, mailbox, from + mailbox));
            }
            queue.producer().enqueue(pack, Priority.LIVE);
        }
        Claim claim = new Claim.Skipped(0);
        while (!(claim instanceof Claim.Empty)) {
            claim = queue.claims().claim(BATCH, Duration.ofHours(1), "background", false);
        }
    }

    private double cost(BenchRedis redis, RedisQueue queue, List<List<Pointer>> batches) {
        double cpu = redis.cpuSeconds();
        AtomicInteger next = new AtomicInteger();
        InParallel.run(consumers, () -> {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                queue.producer().enqueue(batches.get(i), Priority.LIVE);
            }
        });
        InParallel.run(consumers, () -> {
            while (queue.claims().claim(BATCH, Duration.ofMinutes(1), "bench", false) instanceof Claim.Taken taken) {
                queue.claims()
                        .ack(taken.pointers().stream()
                                .map(pointer -> pointer.receipt())
                                .toList());
            }
        });
        return (redis.cpuSeconds() - cpu) * 1e6 / slice;
    }
}
