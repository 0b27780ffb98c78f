package dev.waybill.cli.bench;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.ServerTls;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Locator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Thousands of mailboxes at a scripted IMAP server in this process, over TLS, in the registry of a PostgreSQL; and the packaged
 * imap-listener, which is started to watch them.
 */
final class IdleStage implements AutoCloseable {
    private static final String PASSWORD = "secret";
    private static final Duration CONNECTED = Duration.ofMinutes(15);
    private static final Duration NOTICED = Duration.ofMinutes(2);

    private final BenchRedis redis = new BenchRedis(RedisServer.Options.durable());
    private final BenchPostgres postgres = BenchPostgres.durable();
    private final ServerTls tls = new ServerTls();
    private final ScriptedImapServer imap = ScriptedImapServer.start(
            ScriptedImapServer.Options.usual().withoutMemory().withTls(tls.context()), ImapScript.none());
    private final Map<String, String> environment;
    private final Path directory;
    private final List<ScriptedFolder> inboxes;
    private final Map<UUID, Integer> numbers = new HashMap<>();

    IdleStage(Path directory, int mailboxes) {
        this.directory = directory;
        this.environment = postgres.environment("redis://127.0.0.1:" + redis.port());
        environment.put("WAYBILL_MAILBOX_IMAP_CA_FILE", tls.certificate().toString());
        this.inboxes = IntStream.range(0, mailboxes)
                .mapToObj(i -> imap.folder(user(i), "INBOX"))
                .toList();
        register(mailboxes);
    }

    private static String user(int number) {
        return "m" + number + "@bench.example.com";
    }

    /** Through the admin API of a consumer, which ends before anything is measured. */
    private void register(int mailboxes) {
        try (BenchService consumer =
                new BenchService("queue-consumer", directory, List.of("-Xmx384m", "-XX:+UseSerialGC"), environment)) {
            consumer.awaitReady();
            try (AdminApi api = new AdminApi(consumer.port(), BenchSecrets.ADMIN_TOKEN)) {
                ConcurrentLinkedQueue<Integer> left = new ConcurrentLinkedQueue<>(
                        IntStream.range(0, mailboxes).boxed().toList());
                InParallel.run(4, () -> {
                    for (Integer i = left.poll(); i != null; i = left.poll()) {
                        api.connect(user(i), imap.port(), "tls", PASSWORD);
                    }
                });
            }
        }
        // It had begun to compare them with the ledger; nobody goes on with that.
        redis.empty();
        numbers.putAll(postgres.read("select id, substring(address from 'm([0-9]+)@')::int from mailbox", rows -> {
            Map<UUID, Integer> read = new HashMap<>();
            while (rows.next()) {
                read.put(rows.getObject(1, UUID.class), rows.getInt(2));
            }
            return read;
        }));
    }

    BenchService listener(int heapMegabytes) {
        return new BenchService("imap-listener", directory, List.of("-Xmx" + heapMegabytes + "m"), environment);
    }

    /** Waits until each mailbox has a connection in IDLE. */
    void awaitAllIdle(BenchService listener) {
        AtomicInteger idle = new AtomicInteger();
        listener.await(CONNECTED, "idles on " + inboxes.size() + " mailboxes", () -> {
            // Those that were idle a moment ago are so now.
            while (idle.get() < inboxes.size() && inboxes.get(idle.get()).idling() > 0) {
                idle.incrementAndGet();
            }
            return idle.get() == inboxes.size();
        });
        if (imap.connections() != inboxes.size()) {
            throw new BenchFailure(imap.connections() + " connections for " + inboxes.size() + " mailboxes");
        }
    }

    /** Delivers so many mails, so many a second, into mailboxes at random; milliseconds until each was claimed from Redis. */
    List<Double> notice(int mails, int perSecond, long seed) {
        Map<Integer, Long> delivered = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        Random random = new Random(seed);
        try (Fleet fleet = new Fleet(redis.queue(64), 1, 64, Duration.ofSeconds(30), acked -> {
            long now = System.nanoTime();
            acked.forEach(claimed -> millis.add((now - delivered.getOrDefault(number(claimed), now)) / 1e6));
        })) {
            // One of each, so that a claimed pointer tells which mail it was.
            List<Integer> chosen = new ArrayList<>(random.ints(0, inboxes.size())
                    .distinct()
                    .limit(Math.min(mails, inboxes.size() / 2))
                    .boxed()
                    .toList());
            long start = System.nanoTime();
            for (int i = 0; i < chosen.size(); i++) {
                while (System.nanoTime() < start + i * 1_000_000_000L / perSecond) {
                    LockSupport.parkNanos(200_000);
                }
                int mailbox = chosen.get(i);
                delivered.put(mailbox, System.nanoTime());
                inboxes.get(mailbox).deliver(1);
            }
            fleet.await(() -> millis.size() >= chosen.size(), NOTICED);
        }
        return List.copyOf(millis);
    }

    private int number(Claimed claimed) {
        if (claimed instanceof Claimed.Valid valid && valid.pointer().locator() instanceof Locator.Imap) {
            return numbers.getOrDefault(valid.pointer().mailbox(), -1);
        }
        throw new BenchFailure("the queue holds a pointer that is none of the benchmark's: " + claimed.receipt());
    }

    String redisVersion() {
        return redis.version();
    }

    @Override
    public void close() {
        imap.close();
        tls.close();
        postgres.close();
        redis.close();
    }
}
