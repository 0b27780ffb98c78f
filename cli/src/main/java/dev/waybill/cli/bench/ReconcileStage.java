package dev.waybill.cli.bench;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.imap.ImapScript;
import dev.waybill.devstack.imap.ScriptedFolder;
import dev.waybill.devstack.imap.ScriptedImapServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The packaged queue-consumer between a Redis with an append-only file, a PostgreSQL that waits for its disk, and a scripted IMAP
 * server in this process that counts what it is asked. Comparisons are due when {@link #round} says so, and at no other time.
 */
final class ReconcileStage implements AutoCloseable {
    private static final String PASSWORD = "secret";
    private static final Duration FIRST = Duration.ofMinutes(20);
    private static final Duration LATE = Duration.ofMinutes(5);
    /** As in deploy/kubernetes: 60 % of 768 MB. */
    private static final List<String> JAVA = List.of("-Xmx460m", "-XX:+ExitOnOutOfMemoryError");

    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong logins = new AtomicLong();
    private final BenchRedis redis = new BenchRedis(RedisServer.Options.durable());
    private final BenchPostgres postgres = BenchPostgres.durable();
    private final ScriptedImapServer imap =
            ScriptedImapServer.start(ScriptedImapServer.Options.usual().withoutMemory(), counting());
    private final BenchService consumer;
    private final int mailboxes;

    /** What a while cost: of the processors by server, and of the IMAP server. */
    record Used(double seconds, Map<String, Double> cpuSeconds, long commands, long logins) {}

    ReconcileStage(Path directory, int mailboxes, int mails) {
        this.mailboxes = mailboxes;
        Map<String, String> environment = postgres.environment("redis://127.0.0.1:" + redis.port());
        environment.put("WAYBILL_RECONCILE_INTERVAL", "24h");
        environment.put("WAYBILL_RECONCILE_WIDE_INTERVAL", "20d");
        this.consumer = new BenchService("queue-consumer", directory, JAVA, environment);
        consumer.awaitReady();
        connect(mails);
        consumer.await(
                FIRST,
                "has compared " + mailboxes + " new mailboxes and processed what they held",
                () -> postgres.number("select count(*) from reconciliation where last_whole_at is not null")
                                == mailboxes
                        && redis.pointers() == 0);
        // Mails of the first comparison have their rows now: one more makes the folders complete.
        round(Duration.ofSeconds(1));
    }

    private ImapScript counting() {
        return (tag, command, with) -> {
            commands.incrementAndGet();
            if (command.startsWith("LOGIN") || command.startsWith("AUTHENTICATE")) {
                logins.incrementAndGet();
            }
            return false;
        };
    }

    private void connect(int mails) {
        ConcurrentLinkedQueue<Integer> left = new ConcurrentLinkedQueue<>(
                IntStream.range(0, mailboxes).boxed().toList());
        try (AdminApi api = new AdminApi(consumer.port(), BenchSecrets.ADMIN_TOKEN)) {
            InParallel.run(4, () -> {
                for (Integer i = left.poll(); i != null; i = left.poll()) {
                    String user = "m" + i + "@bench.example.com";
                    ScriptedFolder inbox = imap.folder(user, "INBOX");
                    BenchMails.separate(i * mails, mails).forEach(inbox::deliver);
                    api.connect(user, imap.port(), "none", PASSWORD);
                }
            });
        }
    }

    Used rest(Duration time) {
        return used(() -> LockSupport.parkNanos(time.toNanos()));
    }

    /** Each mailbox is compared once, at some time of this while. */
    Used round(Duration over) {
        long before = postgres.number("select coalesce(sum(begun), 0) from reconciliation");
        return used(() -> {
            postgres.run("update reconciliation set due_at = now() + random() * interval '" + over.toMillis()
                    + " milliseconds', due_reason = 'schedule'");
            // Nobody looks meanwhile: each look costs PostgreSQL something.
            LockSupport.parkNanos(over.toNanos());
            consumer.await(
                    LATE,
                    "has compared " + mailboxes + " mailboxes",
                    () -> postgres.number("select count(*) from reconciliation where due_at < now() + interval '12"
                                            + " hours'")
                                    == 0
                            && redis.pointers() == 0);
            long compared = postgres.number("select coalesce(sum(begun), 0) from reconciliation") - before;
            if (compared != mailboxes
                    || postgres.number("select count(*) from reconciliation where problem <> ''") > 0) {
                throw new BenchFailure("a round of " + mailboxes + " mailboxes was " + compared
                        + " comparisons; no figure would mean anything");
            }
        });
    }

    private Used used(Runnable work) {
        Map<String, Double> before = cpu();
        long asked = commands.get();
        long loggedIn = logins.get();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> spent = cpu();
        spent.replaceAll((server, now) -> now - before.getOrDefault(server, 0.0));
        return new Used(seconds, spent, commands.get() - asked, logins.get() - loggedIn);
    }

    private Map<String, Double> cpu() {
        Map<String, Double> used = new LinkedHashMap<>();
        used.put("consumer", ProcessFigures.cpuSeconds(consumer.handle()));
        used.put("postgres", postgres.cpuSeconds());
        used.put("redis", redis.cpuSeconds());
        return used;
    }

    String redisVersion() {
        return redis.version();
    }

    @Override
    public void close() {
        consumer.close();
        imap.close();
        postgres.close();
        redis.close();
    }
}
