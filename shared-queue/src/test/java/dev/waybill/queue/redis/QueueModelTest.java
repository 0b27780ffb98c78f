package dev.waybill.queue.redis;

import static dev.waybill.queue.QueueContract.dead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claim;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.Failure;
import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random steps on Redis and on the fake at once: every answer must be the same, tokens and order included, and what lies in Redis
 * must keep the invariants. Time is a key that the test moves, so that leases end in both at the same step.
 *
 * <p>{@code -Dqueue.model.seed} and {@code -Dqueue.model.steps} repeat or lengthen a run.
 */
final class QueueModelTest {
    private static final List<UUID> MAILBOXES =
            IntStream.range(0, 12).mapToObj(i -> new UUID(7, i)).toList();
    private static final Failure FAILURE = new Failure("parse_failed", "the part \"a\" has no end");

    /** A long run beside other work may be stopped for a while; this test is not about time-outs. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final long seed = Long.getLong("queue.model.seed", System.nanoTime());
    private final int steps = Integer.getInteger("queue.model.steps", 200_000);
    private final Random random = new Random(seed);
    private final InMemoryQueue fake = new InMemoryQueue();
    private final QueueUnderTest model = new QueueUnderTest(
            fake.producer(),
            fake.claims(),
            fake.doorbell(),
            fake.upkeep(),
            fake.holds(),
            fake.deadLetters(),
            fake.control(),
            condition -> {});
    private final List<Claim.Taken> claims = new ArrayList<>();
    private QueueSettings settings;
    private QueueUnderTest real;
    private QueueSnapshot snapshot;
    private SteppedClock clock;
    private int step;

    @Test
    void redisAndTheFakeAnswerTheSameAndNothingIsLost() throws InterruptedException {
        System.out.println("queue model: seed " + seed + ", " + steps + " steps");
        try (RedisFixture fixture = new RedisFixture(TestServers.redis().uri(), PATIENCE)) {
            settings = RedisFixture.freshSettings().withCommandTimeout(PATIENCE);
            clock = new SteppedClock(fixture, settings.keys());
            real = RedisFixture.underTest(fixture.queue(settings, SteppedClock.scripts()));
            snapshot = new QueueSnapshot(fixture, settings.keys(), MAILBOXES);
            for (step = 0; step < steps; step++) {
                act(random.nextInt(100));
                if (step % 50 == 0) {
                    snapshot.check(model, "seed " + seed + " step " + step);
                    assertThat(real.control().totals())
                            .as("totals, seed %d step %d", seed, step)
                            .isEqualTo(model.control().totals());
                }
            }
            drain();
            snapshot.isEmpty("seed " + seed);
        }
    }

    private void act(int dice) throws InterruptedException {
        if (dice < 26) {
            enqueue();
        } else if (dice < 50) {
            claim(1 + random.nextInt(10), random.nextInt(3) == 0);
        } else if (dice < 70) {
            settle();
        } else if (dice < 76) {
            lastClaim(claim -> same(q -> q.claims().extend(List.of(claim.token()), Duration.ofSeconds(1))));
        } else if (dice < 80) {
            tick(random.nextInt(400));
        } else if (dice < 84) {
            same(q -> q.upkeep().reclaim(20, 3));
        } else if (dice < 89) {
            same(q -> q.upkeep().promote(5));
        } else if (dice < 92) {
            hold();
        } else if (dice < 95) {
            UUID mailbox = mailbox();
            same(q -> q.holds().resume(mailbox));
        } else if (dice < 96) {
            limit(mailbox(), 1 + random.nextInt(8));
        } else if (dice < 97) {
            if (model.control().stats().ready() > 0) {
                real.doorbell().await(Duration.ofMillis(50));
                model.doorbell().await(Duration.ofMillis(50));
            }
        } else if (dice < 98) {
            boolean pause = random.nextInt(4) == 0;
            same(q -> pause ? q.control().pause("Eva") : q.control().resume());
        } else {
            deadLetters();
        }
    }

    private void enqueue() {
        List<Pointer> batch = new ArrayList<>();
        int size = 1 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            batch.add(pointer());
        }
        Priority priority = random.nextInt(3) == 0 ? Priority.BACKFILL : Priority.LIVE;
        if (random.nextInt(5) > 0) {
            same(q -> q.producer().enqueue(batch, priority));
            return;
        }
        String known = random.nextBoolean() ? model.producer().position("f").orElse("") : "elsewhere";
        PositionMove move = new PositionMove("f", known, "p" + step);
        same(q -> q.producer().enqueue(batch, priority, move));
        same(q -> q.producer().position("f"));
    }

    private Pointer pointer() {
        UUID mailbox = mailbox();
        return switch (random.nextInt(12)) {
            case 0 -> Pointers.gmailHistory(mailbox, Integer.toString(random.nextInt(2_000)));
            case 1 -> Pointers.reconcile(mailbox, random.nextInt(2_000), "schedule " + step);
            default -> Pointers.imap(mailbox, 1 + random.nextInt(40));
        };
    }

    /** Some mailboxes come up more often than others. */
    private UUID mailbox() {
        return MAILBOXES.get(random.nextInt(1 + random.nextInt(MAILBOXES.size())));
    }

    private void claim(int max, boolean takeSuspect) {
        Claim claim = same(q -> q.claims().claim(max, Duration.ofSeconds(1), "consumer " + step % 3, takeSuspect));
        if (claim instanceof Claim.Taken taken) {
            assertThat(claims.isEmpty()
                            || claims.getLast().token().value() < taken.token().value())
                    .as("tokens rise")
                    .isTrue();
            claims.add(taken);
        }
    }

    private void settle() {
        lastClaim(claim -> {
            List<Receipt> some = someOf(claim);
            switch (random.nextInt(11)) {
                case 0, 1, 2, 3, 4, 5 -> same(q -> q.claims().ack(some));
                case 6 -> same(q -> q.claims().release(some));
                case 7 -> {
                    Duration delay = Duration.ofMillis(random.nextInt(500));
                    same(q -> q.claims().defer(some, delay, FAILURE));
                }
                case 8 -> same(q -> q.claims().deadLetter(some.getFirst(), FAILURE));
                default -> {
                    Duration delay = Duration.ofMillis(random.nextInt(500));
                    same(q -> q.claims().retry(some.getFirst(), delay, FAILURE, 3));
                }
            }
        });
    }

    /** Some of a claim's receipts, now and then one twice or one that belongs to another claim. */
    private List<Receipt> someOf(Claim.Taken claim) {
        List<Receipt> some = new ArrayList<>();
        int size = 1 + random.nextInt(claim.pointers().size());
        for (int i = 0; i < size; i++) {
            some.add(claim.pointers()
                    .get(random.nextInt(claim.pointers().size()))
                    .receipt());
        }
        if (random.nextInt(10) == 0) {
            Token token = claims.get(random.nextInt(claims.size())).token();
            some.add(new Receipt(token, some.getFirst().id()));
        }
        return some;
    }

    private void lastClaim(Consumer<Claim.Taken> action) {
        if (!claims.isEmpty()) {
            action.accept(claims.get(Math.max(0, claims.size() - 1 - random.nextInt(12))));
        }
    }

    private void hold() {
        UUID mailbox = mailbox();
        boolean byAPerson = random.nextInt(4) == 0;
        Duration duration = Duration.ofMillis(random.nextInt(800));
        for (QueueUnderTest queue : List.of(real, model)) {
            if (byAPerson) {
                queue.holds().holdUntilResumed(mailbox, "reason " + step);
            } else {
                queue.holds().hold(mailbox, duration, "reason " + step);
            }
        }
        same(q -> q.holds().held());
    }

    private void limit(UUID mailbox, int limit) {
        real.holds().setLimit(mailbox, limit);
        model.holds().setLimit(mailbox, limit);
    }

    private void deadLetters() {
        DeadLetterFilter filter = step % 5 == 0
                ? DeadLetterFilter.of(MailboxKey.of(MAILBOXES.get(step % MAILBOXES.size())))
                : DeadLetterFilter.ALL;
        var dead = same(q -> q.deadLetters()
                .page(filter, DeadLetterCursor.START, 1 + step % 30)
                .letters());
        if (!dead.isEmpty()) {
            PointerId id = dead.get(step % dead.size()).id();
            if (step % 2 == 0) {
                same(q -> q.deadLetters().replay(List.of(id, id)));
            } else {
                same(q -> q.deadLetters().drop(List.of(id)));
            }
        }
    }

    private void tick(int millis) {
        fake.advance(Duration.ofMillis(millis));
        clock.advance(Duration.ofMillis(millis));
    }

    private <T> T same(Function<QueueUnderTest, T> verb) {
        T expected = verb.apply(model);
        T actual = verb.apply(real);
        if (!Objects.equals(actual, expected)) {
            assertThat(actual).as("seed %d step %d", seed, step).isEqualTo(expected);
        }
        return actual;
    }

    private void drain() {
        MAILBOXES.forEach(mailbox -> same(q -> q.holds().resume(mailbox)));
        same(q -> q.control().resume());
        for (int round = 0; model.control().stats().claims() > 0 || hasPointers(); round++) {
            assertThat(round).as("rounds to drain, seed " + seed).isLessThan(5_000);
            tick(10_000);
            same(q -> q.upkeep().reclaim(250, 1_000));
            same(q -> q.upkeep().promote(250));
            same(q -> q.deadLetters()
                    .replay(dead(q.deadLetters(), 100).stream()
                            .map(letter -> letter.id())
                            .toList()));
            boolean suspects = round % 2 == 0;
            Claim claim = same(q -> q.claims().claim(64, Duration.ofSeconds(1), "drain", suspects));
            if (claim instanceof Claim.Taken taken) {
                List<Receipt> all = taken.pointers().stream()
                        .map(pointer -> pointer.receipt())
                        .toList();
                same(q -> q.claims().ack(all));
            }
        }
    }

    private boolean hasPointers() {
        var stats = model.control().stats();
        return stats.waiting()
                        + stats.ready()
                        + stats.landing()
                        + stats.inFlight()
                        + stats.delayed()
                        + stats.suspects()
                        + stats.dead()
                > 0;
    }
}
