package dev.waybill.queue.redis;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerCodec;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pointer costs: enqueue, claim and ack over 500 mailboxes through the Java client, on a Redis of its own. Run by hand:
 * {@code -Dbench.pointers -Dbench.batch -Dbench.consumers -Dbench.inflight -Dbench.redis=/usr/bin/redis-server}.
 */
final class QueueBench {
    private static final int POINTERS = Integer.getInteger("bench.pointers", 200_000);
    private static final int BATCH = Integer.getInteger("bench.batch", 64);
    private static final int CONSUMERS = Integer.getInteger("bench.consumers", 4);
    private static final int IN_FLIGHT = Integer.getInteger("bench.inflight", 0);
    private static final int MAILBOXES = 500;

    private final RedisFixture redis;
    private final RedisQueue queue;
    private final RedisQueue unlimited;

    private QueueBench(RedisFixture redis) {
        this.redis = redis;
        QueueSettings settings = RedisFixture.freshSettings();
        this.queue = redis.queue(settings);
        this.unlimited = redis.queue(settings.withDefaultLimit(100_000));
    }

    public static void main(String[] arguments) throws Exception {
        RedisServer.Options options = RedisServer.Options.inMemory();
        String program = System.getProperty("bench.redis", "");
        if (!program.isEmpty()) {
            options = options.withExecutable(Path.of(program));
        }
        try (RedisServer server = RedisServer.start(options);
                RedisFixture redis = new RedisFixture(server.uri())) {
            QueueBench bench = new QueueBench(redis);
            bench.fly();
            // Once to warm the compiler up.
            bench.run(POINTERS / 4, 0);
            bench.run(POINTERS, 1_000_000);
        }
    }

    private void fly() {
        Random random = new Random(3);
        for (int i = 0; i < IN_FLIGHT; i += 500) {
            List<Pointer> batch = new ArrayList<>();
            for (int j = 0; j < 500; j++) {
                batch.add(Pointers.imap(new UUID(9, random.nextInt(MAILBOXES)), 1 + i + j));
            }
            unlimited.producer().enqueue(batch, Priority.LIVE);
        }
        while (unlimited.claims().claim(64, Duration.ofHours(1), "background", false) instanceof Claim.Taken) {}
    }

    private void run(int pointers, int firstUid) throws Exception {
        Random random = new Random(7);
        List<List<Pointer>> batches = new ArrayList<>();
        long length = 0;
        for (int i = 0; i < pointers; i++) {
            if (i % BATCH == 0) {
                batches.add(new ArrayList<>());
            }
            Pointer pointer = Pointers.imap(new UUID(7, random.nextInt(MAILBOXES)), 1L + firstUid + i);
            length += PointerCodec.encode(pointer).getBytes(StandardCharsets.UTF_8).length;
            batches.getLast().add(pointer);
        }
        long memory = info("memory", "used_memory");
        double cpu0 = cpu();
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        all(() -> {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                queue.producer().enqueue(batches.get(i), Priority.LIVE);
            }
        });
        double cpu1 = cpu();
        long filled = System.nanoTime();
        long bytes = info("memory", "used_memory") - memory;
        AtomicInteger done = new AtomicInteger();
        all(() -> {
            Claims claims = queue.claims();
            while (done.get() < pointers) {
                if (claims.claim(BATCH, Duration.ofMinutes(10), "bench", false) instanceof Claim.Taken taken) {
                    claims.ack(taken.pointers().stream().map(Claimed::receipt).toList());
                    done.addAndGet(taken.pointers().size());
                }
            }
        });
        double cpu2 = cpu();
        long end = System.nanoTime();
        System.out.printf(
                "%,d pointers, batch %d, %d consumers, %,d in flight beside: enqueue %.2f µs of Redis, claim and ack %.2f µs;"
                        + " %,.0f enqueued/s, %,.0f consumed/s, %,.0f/s end to end; %.0f bytes beside the pointer's %d%n",
                pointers,
                BATCH,
                CONSUMERS,
                IN_FLIGHT,
                (cpu1 - cpu0) * 1e6 / pointers,
                (cpu2 - cpu1) * 1e6 / pointers,
                pointers * 1e9 / (filled - start),
                pointers * 1e9 / (end - filled),
                pointers * 1e9 / (end - start),
                (bytes - length) / (double) pointers,
                length / pointers);
    }

    private static void all(Runnable consumer) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                running.add(threads.submit(consumer));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private double cpu() {
        String text = redis.command("INFO", "cpu").toString();
        return number(text, "used_cpu_user") + number(text, "used_cpu_sys");
    }

    private long info(String section, String field) {
        return (long) number(redis.command("INFO", section).toString(), field);
    }

    private static double number(String text, String field) {
        Matcher matcher = Pattern.compile(field + ":([0-9.]+)").matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("INFO has no " + field);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
