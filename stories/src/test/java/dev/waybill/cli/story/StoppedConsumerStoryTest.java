package dev.waybill.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.RedisConnection;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.queue.redis.KeyNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged services, and a second consumer beside theirs. Again and again the first is stopped (SIGSTOP) in the midst of its
 * handlers' transactions, the second takes its pointers over after the lease, and the first goes on as if nothing had happened.
 *
 * <p>{@code -Dstory.stops=100} makes a long run of it.
 */
class StoppedConsumerStoryTest {
    private static final int STOPS = Integer.getInteger("story.stops", 2);
    private static final List<String> ADDRESSES = List.of("help@example.org", "sales@example.org");
    private static final int MAILS_A_STOP = 80;
    private static final int AT_WORK = 50;
    private static final String OTHER = "second";

    /** The pointers under leases of all but one consumer. */
    private static final String LEASED = """
        local leased = 0
        for _, token in ipairs(redis.call('HKEYS', KEYS[1] .. 'claims')) do
          local head = redis.call('LINDEX', KEYS[1] .. 'claim:' .. token, 0)
          if head and string.sub(head, 2) ~= ARGV[1] then
            leased = leased + redis.call('HGET', KEYS[1] .. 'claims', token)
          end
        end
        return leased
        """;

    /** A short lease, and as many workers as handlers are to be stopped at work. */
    private static final Map<String, String> SHORT_LEASE = Map.of(
            "WAYBILL_QUEUE_CLAIM_TTL", "9s",
            "WAYBILL_CONSUMER_HANDLER_TIMEOUT", "6s",
            "WAYBILL_CONSUMER_WORKERS", "50",
            "QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "54");

    @TempDir
    private Path root;

    private int appended;

    @Test
    @RequiresServer(value = "dovecot-imapd", program = "dovecot")
    void nothingHappensTwiceHoweverOftenAConsumerIsStoppedPastItsLease() throws Exception {
        try (DovecotServer dovecot =
                        DovecotServer.start(Map.of(ADDRESSES.get(0), "secret", ADDRESSES.get(1), "secret"));
                PackagedStack stack = PackagedStack.up(root, SHORT_LEASE);
                SecondConsumer other = SecondConsumer.start(
                        stack,
                        Map.of(
                                "WAYBILL_CONSUMER_NAME",
                                OTHER,
                                "WAYBILL_CONSUMER_PLACES",
                                "16",
                                "WAYBILL_CONSUMER_WORKERS",
                                "16"))) {
            // Given
            for (String address : ADDRESSES) {
                stack.connect(dovecot, address, "secret");
            }

            // When
            int takenOver = 0;
            for (int stop = 1; stop <= STOPS; stop++) {
                // What the last stop left behind holds no lease any more and would be counted as at work.
                Wait.until(Duration.ofSeconds(60), "nobody has anything in hand", () -> {
                    return sum(List.of(stack.consumerMetrics(), other.metrics()), "waybill_consumer_in_hand") == 0;
                });
                takenOver += stopAtWork(stack, dovecot);
                awaitTakeOver(stack);
            }

            // Then
            String all = Integer.toString(appended);
            Wait.until(
                    Duration.ofMinutes(4),
                    Duration.ofSeconds(2),
                    "all " + all + " mails are done and acked",
                    () -> isDone(stack));
            assertThat(stack.query("select count(*) from ticket")).containsExactly(all);
            assertThat(stack.query("select count(distinct subject) from ticket"))
                    .containsExactly(all);
            assertThat(stack.query("select outcome || ' ' || count(*) from email_processed_messages group by outcome"))
                    .containsExactly("processed " + all);
            List<ServiceMetrics> both = List.of(stack.consumerMetrics(), other.metrics());
            double acked = sum(both, "waybill_messages_total", "provider=\"imap\"");
            double refused = sum(both, "waybill_stale_settles_total", "unknown=\"false\"");
            double unknown = sum(both, "waybill_stale_settles_total", "unknown=\"true\"");
            double lost = sum(both, "waybill_lease_lost_total");
            double reclaimed = sum(both, "waybill_reclaimed_pointers_total");
            System.out.printf(
                    "%d stops, %s mails: %d pointers in hand when stopped, all taken over, %.0f of them counted by who took them;"
                            + " %.0f acks took effect, %.0f stale calls refused, %.0f of unknown effect, %.0f leases found lost%n",
                    STOPS, all, takenOver, reclaimed, acked, refused, unknown, lost);
            // Not each: a counter misses a call whose answer came too late.
            assertThat(reclaimed).as("most of what was taken over was counted").isGreaterThan(takenOver / 2.0);
            assertThat(acked).as("each pointer's ack took effect once").isBetween(appended - unknown, appended + 0.0);
            assertThat(refused + unknown + lost)
                    .as("what came too late was counted, each pointer that was taken over")
                    .isGreaterThanOrEqualTo(takenOver);
        }
    }

    /** Stops the stack's consumer when its handlers stand in their transactions; returns how many pointers it has leased. */
    private int stopAtWork(PackagedStack stack, DovecotServer dovecot) throws InterruptedException, SQLException {
        try (Connection connection = stack.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Every handler gets as far as its ticket and waits there with its transaction open.
            statement.execute("lock table ticket in exclusive mode");
            append(dovecot);
            Wait.until(Duration.ofSeconds(60), Duration.ofMillis(5), AT_WORK + " handlers are at work", () -> {
                return atWork(stack) >= AT_WORK && leased(stack) >= AT_WORK;
            });
            stack.signal("queue-consumer", "STOP");
            // A stopped one settles nothing: this number stands until the leases end.
            int stopped = leased(stack);
            connection.rollback();
            return stopped;
        }
    }

    private void append(DovecotServer dovecot) {
        for (String address : ADDRESSES) {
            List<byte[]> mails = IntStream.range(appended, appended + MAILS_A_STOP / ADDRESSES.size())
                    .mapToObj(StoryMails::plain)
                    .toList();
            dovecot.append(address, "INBOX", mails);
            appended += mails.size();
        }
    }

    /** Transactions of the stack's own consumer that wait for the table. */
    private static int atWork(PackagedStack stack) {
        return Integer.parseInt(stack.query("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and application_name = 'queue-consumer'")
                .getFirst());
    }

    private static int leased(PackagedStack stack) {
        try (RedisConnection redis =
                RedisConnection.open(URI.create(stack.state().redis()), Duration.ofSeconds(10))) {
            String prefix = KeyNames.DEFAULT_PREFIX;
            return ((Long) Objects.requireNonNull(redis.command("EVAL", LEASED, "1", prefix, OTHER))).intValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets the stopped consumer go on when it has no lease any more, which only the other can have taken. Redis is asked: a counter
     * misses a call whose answer came too late.
     */
    private static void awaitTakeOver(PackagedStack stack) throws InterruptedException {
        try {
            Wait.until(
                    Duration.ofSeconds(30),
                    "the other consumer took over what the stopped one had",
                    () -> leased(stack) == 0);
        } finally {
            stack.signal("queue-consumer", "CONT");
        }
    }

    /** The demo mailboxes of the stack have pointers of their own, so that each mailbox is asked. */
    private static boolean isDone(PackagedStack stack) {
        return ADDRESSES.stream().allMatch(address -> {
            JsonNode account = stack.json("mailbox", "show", address, "--json");
            return account.path("waiting").asInt()
                            + account.path("inFlight").asInt()
                            + account.path("delayed").asInt()
                            + account.path("held").asInt()
                    == 0;
        });
    }

    private static double sum(List<ServiceMetrics> consumers, String name, String... labels) {
        return consumers.stream()
                .mapToDouble(consumer -> consumer.sum(name, labels))
                .sum();
    }
}
