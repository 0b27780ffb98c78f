package dev.waybill.consumer.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.consumer.pace.SteppedPace;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReconcileScheduleTest {
    private static AgendaDatabase world;

    private final Recording queue = new Recording();
    private final SteppedPace pace = new SteppedPace();
    private final ReconcileSchedule schedule = new ReconcileSchedule(world.agenda, queue, pace);

    @BeforeAll
    static void make() {
        world = new AgendaDatabase();
    }

    @BeforeEach
    void empty() {
        world.empty();
    }

    @Test
    void aNewMailboxIsComparedAtOnceFromWhereItIsKnownComplete() {
        // Given
        UUID mailbox = world.mailbox("imap");

        // When
        runUntilAllNewOnesAreDue();

        // Then
        assertThat(queue.taken).containsExactly(new Taken(mailbox, new Locator.Reconcile(Long.MAX_VALUE, "first")));
        assertThat(queue.priorities).containsOnly(Priority.BACKFILL);
        assertThat(world.of(mailbox, "due_at between now() + interval '13 minutes' and now() + interval '17 minutes'"))
                .isEqualTo("t");
        assertThat(world.of(mailbox, "wide_due_at between now() + interval '2 hours' and now() + interval '24 hours'"))
                .isEqualTo("t");
    }

    @Test
    void whatIsNotDueWaits() {
        // Given
        world.settled("imap");

        // When
        Duration pause = schedule.run();

        // Then
        assertThat(queue.taken).isEmpty();
        assertThat(pause).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theLongWindowGoesBackSoFar() {
        // Given
        UUID imap = world.settled("imap");
        UUID graph = world.settled("graph");
        world.set(imap, "wide_due_at = now()");
        world.set(graph, "wide_due_at = now()");

        // When
        schedule.run();

        // Then
        assertThat(queue.sinceOf(imap)).isZero();
        Instant month = Instant.ofEpochMilli(queue.sinceOf(graph));
        Instant now = Instant.parse(
                world.database.one("select to_char(now() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"));
        assertThat(month)
                .isBetween(
                        now.minus(Duration.ofDays(30)).minusSeconds(5),
                        now.minus(Duration.ofDays(30)).plusSeconds(5));
        assertThat(queue.taken).extracting(t -> t.pointer().reason()).containsOnly("wide");
        assertThat(world.of(graph, "least(due_at, wide_due_at) > now() + interval '10 minutes'"))
                .isEqualTo("t");
        assertThat(world.of(graph, "wide_due_at > now() + interval '21 hours'")).isEqualTo("t");
    }

    @Test
    void pausedAndRemovedMailboxesAreLeftAlone() {
        // Given
        UUID paused = world.settled("imap");
        UUID removed = world.settled("imap");
        world.due(paused);
        world.due(removed);
        world.database.run("update mailbox set paused = true where id = '" + paused + "'");
        world.database.run("update mailbox set removed_at = now() where id = '" + removed + "'");

        // When
        schedule.run();

        // Then
        assertThat(queue.taken).isEmpty();
        assertThat(world.database.rows("select mailbox_id from reconciliation")).containsExactly(paused.toString());
    }

    @Test
    void aResumedMailboxIsComparedAtOnceWhoeverResumedIt() {
        // Given
        UUID mailbox = world.settled("imap");
        world.database.run("update mailbox set paused = true where id = '" + mailbox + "'");
        schedule.run();
        world.database.run("update mailbox set paused = false where id = '" + mailbox + "'");

        // When
        noticeAgain();

        // Then
        assertThat(queue.taken).containsExactly(new Taken(mailbox, new Locator.Reconcile(Long.MAX_VALUE, "resumed")));
    }

    @Test
    void aMailboxThatWorksAgainIsComparedOnce() {
        // Given
        UUID mailbox = world.settled("imap");
        health(mailbox, "active", "now() - interval '3 days'");
        schedule.run();
        health(mailbox, "auth_failed", "now()");
        noticeAgain();
        assertThat(queue.taken).isEmpty();

        // When: its clock is an hour ahead
        health(mailbox, "active", "now() + interval '1 hour'");
        noticeAgain();
        noticeAgain();

        // Then
        assertThat(queue.taken)
                .containsExactly(new Taken(mailbox, new Locator.Reconcile(Long.MAX_VALUE, "works_again")));
    }

    @Test
    void aMailboxThatComesAndGoesIsNotComparedEachTime() {
        // Given
        UUID mailbox = world.settled("imap");
        health(mailbox, "active", "now() - interval '3 days'");
        schedule.run();

        // When
        for (int second = 0; second < 5; second++) {
            health(mailbox, "active", "now() + interval '" + second + " seconds'");
            noticeAgain();
        }

        // Then
        assertThat(queue.taken).hasSize(1);
    }

    @Test
    void whatRedisDoesNotTakeStaysDue() {
        // Given
        UUID mailbox = world.settled("imap");
        world.due(mailbox);
        queue.away = true;

        // When
        assertThatThrownBy(schedule::run).isInstanceOf(QueueUnavailableException.class);

        // Then
        assertThat(world.of(mailbox, "due_at <= now()")).isEqualTo("t");
        queue.away = false;
        schedule.run();
        assertThat(queue.taken).hasSize(1);
    }

    /** The connection breaks between the enqueue and the commit, as when the process is killed. */
    @Test
    void aCrashBehindTheEnqueueLeavesTheMailboxDueAndItsSecondPointerCoalesces() {
        // Given
        UUID mailbox = world.settled("imap");
        world.due(mailbox);
        InMemoryQueue real = new InMemoryQueue();
        assertThatThrownBy(() -> world.agenda.take(10, due -> {
                    real.producer().enqueue(pointers(due), Priority.BACKFILL);
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");

        // When
        int taken = world.agenda.take(10, due -> real.producer().enqueue(pointers(due), Priority.BACKFILL));

        // Then
        assertThat(taken).isEqualTo(1);
        assertThat(real.control().stats().ready()).isEqualTo(1);
        assertThat(world.of(mailbox, "due_at > now()")).isEqualTo("t");
    }

    @Test
    void whatAnotherConsumerIsAtIsLeftToIt() throws Exception {
        // Given
        UUID held = world.settled("imap");
        UUID free = world.settled("imap");
        world.due(held);
        world.due(free);
        try (Connection other = world.database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from reconciliation where mailbox_id = '" + held + "' for update");

            // When
            world.agenda.take(10, queue::take);
        }

        // Then
        assertThat(queue.taken).extracting(Taken::mailbox).containsExactly(free);
    }

    @Test
    void manyAreTakenInBatchesTheLongestDueFirst() {
        // Given
        world.database.run("""
            insert into mailbox (id, address, provider, connection, folders, start_at)
            select gen_random_uuid(), i || '@example.org', 'imap', '{}', '{INBOX}', now() from generate_series(1, 600) i
            """);
        world.agenda.notice();
        assertThat(world.database.one("""
            select max(due_at) > now() + interval '5 seconds' and max(due_at) <= now() + interval '12 seconds'
              from reconciliation
            """))
                .as("the first start does not compare all of them at once")
                .isEqualTo("t");
        world.database.run("""
            update reconciliation set due_at = now() - interval '1 second' * abs(hashtext(mailbox_id::text) % 1000)
            """);

        // When
        Duration first = schedule.run();
        Duration second = schedule.run();
        Duration third = schedule.run();

        // Then
        assertThat(List.of(first, second, third))
                .containsExactly(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofSeconds(1));
        assertThat(queue.taken).hasSize(600).extracting(Taken::mailbox).doesNotHaveDuplicates();
        assertThat(queue.batches).containsExactly(250, 250, 100);
    }

    private void runUntilAllNewOnesAreDue() {
        world.agenda.notice();
        world.database.run("update reconciliation set due_at = now() where due_at <= now() + interval '1 second'");
        schedule.run();
    }

    private void noticeAgain() {
        pace.step(Duration.ofSeconds(5));
        schedule.run();
    }

    private static void health(UUID mailbox, String state, String since) {
        world.database.run("""
            insert into mailbox_health (mailbox, state, since, noted_at) values ('%s', '%s', %s, now())
            on conflict (mailbox) do update set state = excluded.state, since = excluded.since
            """.formatted(mailbox, state, since));
    }

    private static List<Pointer> pointers(List<Agenda.Due> due) {
        return due.stream()
                .map(d -> new Pointer(d.mailbox(), d.pointer(), 0, ""))
                .toList();
    }

    private record Taken(UUID mailbox, Locator.Reconcile pointer) {}

    /** A queue that keeps what it is given. */
    private static final class Recording implements PointerQueue {
        private final List<Taken> taken = new ArrayList<>();
        private final List<Priority> priorities = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();
        private boolean away;

        void take(List<Agenda.Due> due) {
            due.forEach(d -> taken.add(new Taken(d.mailbox(), d.pointer())));
        }

        long sinceOf(UUID mailbox) {
            return taken.stream()
                    .filter(t -> t.mailbox().equals(mailbox))
                    .findFirst()
                    .orElseThrow()
                    .pointer()
                    .since();
        }

        @Override
        public Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority) {
            if (away) {
                throw new QueueUnavailableException("enqueue", "Redis is away");
            }
            pointers.forEach(p -> taken.add(new Taken(p.mailbox(), (Locator.Reconcile) p.locator())));
            priorities.add(priority);
            batches.add(pointers.size());
            return new Enqueue.Accepted(pointers.size(), 0, 0, 0);
        }

        @Override
        public Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move) {
            throw new AssertionError("no position moves here");
        }

        @Override
        public Optional<String> position(String field) {
            return Optional.empty();
        }
    }
}
