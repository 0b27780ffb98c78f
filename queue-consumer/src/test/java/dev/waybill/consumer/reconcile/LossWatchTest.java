package dev.waybill.consumer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.reconcile.LossLog.Finding;
import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.EpochReader;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueEpoch;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.redis.QueueSettings;
import dev.waybill.queue.redis.RedisQueue;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a real Redis that loses things, and a real PostgreSQL that remembers. */
@Timeout(120)
class LossWatchTest {
    private static final Duration SPREAD = Duration.ofSeconds(30);
    private static AgendaDatabase world;
    private static RedisServer server;
    private static Vertx vertx;
    private static Redis client;
    private static RedisQueue queue;

    private final UUID mailbox = UUID.randomUUID();
    private final PostgresLossLog log = new PostgresLossLog(world.database.database());

    @BeforeAll
    static void make() {
        world = new AgendaDatabase();
        server = RedisServer.start(RedisServer.Options.durable());
        vertx = Vertx.vertx();
        client = Redis.createClient(vertx, server.uri().toString());
        queue = new RedisQueue(client, client, QueueSettings.defaults().withCommandTimeout(Duration.ofSeconds(5)));
    }

    @AfterAll
    static void stop() {
        client.close();
        vertx.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        world.empty();
        server.command("FLUSHALL");
        world.settled("imap");
        world.settled("graph");
        enqueue(1, 10);
        assertThat(look()).isEqualTo(Finding.FIRST);
    }

    @Test
    void aRedisThatGoesOnHasLostNothing() {
        // Given
        enqueue(11, 20);

        // When
        Finding finding = look();

        // Then
        assertThat(finding).isEqualTo(Finding.NOTHING_LOST);
        assertThat(due()).isZero();
        assertThat(world.database.one("select enqueued from queue_epoch")).isEqualTo("20");
    }

    @Test
    void aWipedRedisMakesEveryMailboxDueWithinHalfAMinuteAndOnce() {
        // Given
        server.command("FLUSHALL");
        enqueue(1, 50);

        // When
        later();
        Duration next = new LossWatch(queue.epochs(), log).run();
        long dueSoon = due();
        world.database.run("update reconciliation set due_at = now() + interval '10 minutes'");
        Finding second = look();

        // Then
        assertThat(next).isLessThan(Duration.ofSeconds(3));
        assertThat(dueSoon).isEqualTo(2);
        assertThat(world.database.rows("select distinct due_reason from reconciliation"))
                .containsExactly("queue_lost");
        assertThat(second).isEqualTo(Finding.NOTHING_LOST);
        assertThat(due()).isZero();
    }

    /** Redis dies, and starts with a file that it wrote earlier; the totals have caught up before anybody looks. */
    @Test
    void aRedisThatStartsFromAnOlderStateIsNoticedByItsRun() throws Exception {
        // Given
        try (OldState old = new OldState()) {
            enqueue(11, 20);
            assertThat(look()).isEqualTo(Finding.NOTHING_LOST);

            // When
            old.restore();
            enqueue(11, 40);

            // Then
            assertThat(look()).isEqualTo(Finding.LOST);
            assertThat(due()).isEqualTo(2);
        }
    }

    /** As after a failover to a replica that lagged, where the server does not tell its run. */
    @Test
    void totalsThatFellTellOfALossByThemselves() {
        // Given
        enqueue(11, 20);
        server.command("HSET", "{email:inbound:unified:pointer}:stats", "acked", "7");
        assertThat(lookWithoutRun()).isEqualTo(Finding.NOTHING_LOST);

        // When
        server.command("HSET", "{email:inbound:unified:pointer}:stats", "enqueued", "19");
        Finding fewerEnqueued = lookWithoutRun();
        server.command("HSET", "{email:inbound:unified:pointer}:stats", "acked", "6", "enqueued", "30");
        Finding fewerAcked = lookWithoutRun();

        // Then
        assertThat(fewerEnqueued).isEqualTo(Finding.LOST);
        assertThat(fewerAcked).isEqualTo(Finding.LOST);
        assertThat(lookWithoutRun()).isEqualTo(Finding.NOTHING_LOST);
    }

    @Test
    void aServerThatDoesNotTellItsRunAnyMoreHasLostNothing() {
        assertThat(lookWithoutRun()).isEqualTo(Finding.NOTHING_LOST);
        assertThat(look()).isEqualTo(Finding.NOTHING_LOST);
    }

    @Test
    void aRedisThatDoesNotAnswerIsNotForgotten() {
        // Given
        server.command("FLUSHALL");

        // When
        EpochReader reader = reader();
        later();
        assertThatThrownBy(() -> log.look(
                        reader.queue(),
                        () -> {
                            throw new QueueUnavailableException("reading", "away");
                        },
                        SPREAD))
                .isInstanceOf(QueueUnavailableException.class);

        // Then
        assertThat(due()).isZero();
        assertThat(look()).isEqualTo(Finding.LOST);
    }

    /** The connection to PostgreSQL breaks before the commit: neither is the epoch remembered nor is anything due, and the next look finds it. */
    @Test
    void theNewEpochIsRememberedWithWhatItMakesDueOrNotAtAll() throws Exception {
        // Given
        server.command("FLUSHALL");
        try (Connection other = world.database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table reconciliation in exclusive mode");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                later();
                Future<Finding> looking = threads.submit(() -> log.look(reader().queue(), reader()::read, SPREAD));
                await(() -> world.database
                        .one("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like"
                                + " '%queue_lost%'")
                        .equals("1"));

                // When
                world.database.rows("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and query like '%queue_lost%'");

                // Then
                assertThatThrownBy(looking::get).hasMessageContaining("PostgreSQL");
            }
        }
        assertThat(due()).isZero();
        assertThat(look()).isEqualTo(Finding.LOST);
        assertThat(due()).isEqualTo(2);
    }

    @Test
    void ofTwoConsumersThatNoticeAtOnceOneMakesThemDue() throws Exception {
        // Given
        server.command("FLUSHALL");
        later();
        Callable<Finding> consumer =
                () -> new PostgresLossLog(world.database.database()).look(reader().queue(), reader()::read, SPREAD);

        // When
        List<Finding> findings;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            findings = threads.invokeAll(List.of(consumer, consumer, consumer)).stream()
                    .map(f -> {
                        try {
                            return f.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }

        // Then
        assertThat(findings).containsOnlyOnce(Finding.LOST).doesNotContain(Finding.FIRST);
    }

    @Test
    void anotherConsumersLookAMomentAgoIsEnough() {
        // Given
        later();
        log.look(reader().queue(), reader()::read, SPREAD);
        server.command("FLUSHALL");

        // When
        Finding tooSoon = log.look(reader().queue(), reader()::read, SPREAD);
        world.database.run("update queue_epoch set seen_at = now() + interval '1 hour'");
        Finding withAClockThatWasSet = log.look(reader().queue(), reader()::read, SPREAD);

        // Then
        assertThat(tooSoon).isEqualTo(Finding.NOT_OURS);
        assertThat(withAClockThatWasSet).isEqualTo(Finding.LOST);
    }

    private Finding look() {
        later();
        return log.look(reader().queue(), reader()::read, SPREAD);
    }

    private Finding lookWithoutRun() {
        later();
        return log.look(
                reader().queue(),
                () -> {
                    QueueEpoch epoch = reader().read();
                    return new QueueEpoch(epoch.id(), "", epoch.totals());
                },
                SPREAD);
    }

    private static EpochReader reader() {
        return queue.epochs().getFirst();
    }

    private static void later() {
        world.database.run("update queue_epoch set seen_at = now() - interval '3 seconds'");
    }

    private void enqueue(int from, int to) {
        queue.producer().enqueue(Pointers.imaps(mailbox, to).subList(from - 1, to), Priority.LIVE);
    }

    private static long due() {
        return Long.parseLong(world.database.one(
                "select count(*) from reconciliation where due_at <= now() + interval '30 seconds'"));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** What Redis has on disk now, to be put back later. */
    private static final class OldState implements AutoCloseable {
        private final Path copy;

        OldState() throws IOException {
            copy = Files.createTempDirectory("waybill-old-redis");
            copy(server.dataDir(), copy);
        }

        void restore() throws IOException {
            server.kill();
            // Redis 6.2 has one such file, 7 a directory of them.
            try (Stream<Path> files = Files.walk(server.dataDir())) {
                for (Path file : files.filter(file -> file.toString().contains("/appendonly"))
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(file);
                }
            }
            copy(copy, server.dataDir());
            server.restart();
        }

        private static void copy(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Path target = to.resolve(from.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            try (Stream<Path> files = Files.walk(copy)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
