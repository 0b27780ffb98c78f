package dev.waybill.cli.bench;

import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The packaged queue-consumer, a Redis with an append-only file, a PostgreSQL that waits for its disk at each commit, and a Dovecot
 * with the mails: all of them in one mailbox, and the same in many.
 */
final class ImapStage implements AutoCloseable {
    private static final String PASSWORD = "secret";
    private static final int BATCH = 250;
    /** As in deploy/kubernetes: 60 % of 768 MB. */
    private static final List<String> JAVA = List.of("-Xmx460m", "-XX:+ExitOnOutOfMemoryError");

    private static final String FORGET = """
        truncate email_processed_messages, ticket, comment, attachment, thread_key, outbox, contact, owed_change, blob, blob_chunk,
          blob_upload
        """;

    /** A mailbox is also compared a minute after it was found to work; what a round has forgotten would come again with it. */
    private static final String NO_COMPARISON = """
        update reconciliation
        set scheduled_at = now(), due_at = now() + interval '1 day', wide_due_at = now() + interval '1 day'
        """;

    private final BenchRedis redis = new BenchRedis(RedisServer.Options.durable());
    private final BenchPostgres postgres = BenchPostgres.durable();
    private final DovecotServer dovecot;
    private final BenchService consumer;
    private final Map<String, List<Place>> places = new LinkedHashMap<>();

    private record Place(UUID mailbox, Locator.Imap at) {}

    /** The mailboxes of a scenario: how many there are, with so many mails each. */
    record Spread(String name, int mailboxes, int mailsEach) {
        List<String> users() {
            return IntStream.range(0, mailboxes)
                    .mapToObj(i -> name.toLowerCase(Locale.ROOT) + "-" + i + "@bench.example.com")
                    .toList();
        }

        int mails() {
            return mailboxes * mailsEach;
        }
    }

    ImapStage(Path directory, List<Spread> spreads, List<String> java) {
        Map<String, String> users = new LinkedHashMap<>();
        spreads.forEach(spread -> spread.users().forEach(user -> users.put(user, PASSWORD)));
        this.dovecot = DovecotServer.start(users);
        List<String> options = new ArrayList<>(JAVA);
        options.addAll(java);
        Map<String, String> environment = postgres.environment("redis://127.0.0.1:" + redis.port());
        environment.put("WAYBILL_RECONCILE_INTERVAL", "24h");
        this.consumer = new BenchService("queue-consumer", directory, options, environment);
        spreads.forEach(this::fill);
        consumer.awaitReady();
        try (AdminApi api = new AdminApi(consumer.port(), BenchSecrets.ADMIN_TOKEN)) {
            spreads.forEach(spread -> connect(spread, api));
        }
        awaitComparisons(spreads.stream().mapToInt(Spread::mailboxes).sum());
    }

    /** A mailbox is compared when it is new, which brings all its mails; in the middle of a round they would count as well. */
    private void awaitComparisons(int mailboxes) {
        consumer.await(
                Duration.ofMinutes(10),
                "has compared " + mailboxes + " new mailboxes and processed what they held",
                () -> postgres.number("select count(*) from reconciliation where last_whole_at is not null")
                                == mailboxes
                        && redis.pointers() == 0);
    }

    private void fill(Spread spread) {
        ConcurrentLinkedQueue<Integer> left = new ConcurrentLinkedQueue<>(
                IntStream.range(0, spread.mailboxes()).boxed().toList());
        List<String> users = spread.users();
        InParallel.run(4, () -> {
            for (Integer i = left.poll(); i != null; i = left.poll()) {
                String user = users.get(i);
                BenchMails.separate(i * spread.mailsEach(), spread.mailsEach())
                        .forEach(mail -> dovecot.deliver(user, mail));
            }
        });
    }

    private void connect(Spread spread, AdminApi api) {
        List<List<Place>> all = new ArrayList<>();
        for (String user : spread.users()) {
            api.connect(user, dovecot.port(), "none", PASSWORD);
            UUID mailbox = UUID.fromString(postgres.text("select id from mailbox where address = '" + user + "'"));
            long uidValidity = dovecot.uidValidity(user, "INBOX");
            // A mailbox that nobody used before gives its mails the UIDs from 1 on.
            all.add(IntStream.rangeClosed(1, spread.mailsEach())
                    .mapToObj(uid -> new Place(mailbox, new Locator.Imap("INBOX", uidValidity, uid)))
                    .toList());
        }
        // As listeners would have noticed them: one of each mailbox in turn.
        List<Place> mixed = new ArrayList<>();
        for (int i = 0; i < spread.mailsEach(); i++) {
            for (List<Place> own : all) {
                mixed.add(own.get(i));
            }
        }
        places.put(spread.name(), mixed);
    }

    /** From the first enqueue until every mail is committed and acknowledged; returns the figures. */
    Map<String, Double> process(Spread spread) {
        List<Place> mails = places.getOrDefault(spread.name(), List.of());
        postgres.run(NO_COMPARISON);
        consumer.await(Duration.ofMinutes(5), "has ended the comparisons that were due", () -> redis.pointers() == 0);
        postgres.run(FORGET);
        postgres.run("checkpoint");
        Map<String, Double> cpu = cpu();
        double scripts = redis.scripts();
        long start = System.nanoTime();
        enqueue(mails);
        consumer.await(Duration.ofMinutes(10), "has processed " + mails.size() + " mails", () -> redis.pointers() == 0);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("mailsPerSecond", mails.size() / seconds);
        cpu().forEach((server, used) -> figures.put(
                server + "CpuMillisPerMail", (used - cpu.getOrDefault(server, 0.0)) * 1_000 / mails.size()));
        figures.put("redisScriptsPerMail", (redis.scripts() - scripts) / mails.size());
        long tickets = postgres.number("select count(*) from ticket");
        if (tickets != mails.size()) {
            throw new BenchFailure(mails.size() + " mails made " + tickets
                    + " tickets; no figure would mean anything. What the ledger tells: "
                    + postgres.text(
                            "select string_agg(k, ', ') from (select outcome || ' ' || reason || ' ' || count(*) k from"
                                    + " email_processed_messages group by outcome, reason) r"));
        }
        return figures;
    }

    private void enqueue(List<Place> mails) {
        var producer = redis.queue(64).producer();
        AtomicInteger next = new AtomicInteger();
        InParallel.run(2, () -> {
            for (int from = next.getAndAdd(BATCH); from < mails.size(); from = next.getAndAdd(BATCH)) {
                long now = System.currentTimeMillis();
                producer.enqueue(
                        mails.subList(from, Math.min(from + BATCH, mails.size())).stream()
                                .map(place -> new Pointer(place.mailbox(), place.at(), now, ""))
                                .toList(),
                        Priority.LIVE);
            }
        });
    }

    /** What each server used of the processors so far. */
    private Map<String, Double> cpu() {
        Map<String, Double> used = new LinkedHashMap<>();
        used.put("consumer", ProcessFigures.cpuSeconds(consumer.handle()));
        used.put("postgres", postgres.cpuSeconds());
        used.put(
                "dovecot",
                ProcessFigures.cpuSeconds(ProcessHandle.of(dovecot.pid()).orElseThrow()));
        used.put("redis", redis.cpuSeconds());
        return used;
    }

    /** Mails a second by one plain {@code UID FETCH}, a mailbox after the other. */
    double bulkFetch(Spread spread) {
        long start = System.nanoTime();
        int mails = spread.users().stream()
                .mapToInt(user -> BulkFetch.run(dovecot.port(), user, PASSWORD))
                .sum();
        if (mails != spread.mails()) {
            throw new BenchFailure("UID FETCH brought " + mails + " mails of " + spread.mails());
        }
        return mails * 1e9 / (System.nanoTime() - start);
    }

    /** Mails a second by mbsync, from the mailbox of that spread. */
    double mbsync(Path directory, Spread spread) {
        long start = System.nanoTime();
        spread.users().forEach(user -> Mbsync.run(directory, dovecot.port(), user, PASSWORD));
        return spread.mails() * 1e9 / (System.nanoTime() - start);
    }

    String redisVersion() {
        return redis.version();
    }

    String postgresSettings() {
        return postgres.settings();
    }

    @Override
    public void close() {
        consumer.close();
        dovecot.close();
        postgres.close();
        redis.close();
    }
}
