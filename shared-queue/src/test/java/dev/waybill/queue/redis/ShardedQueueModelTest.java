package dev.waybill.queue.redis;

import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.dead;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims.Retried;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random steps on three shards at once, and beside them a log that knows of no shards: nothing is lost or claimed twice, no stale
 * token is accepted, each mailbox lies in one shard, and counts are those of the whole queue.
 *
 * <p>{@code -Dqueue.model.seed} and {@code -Dqueue.model.sharded-steps} repeat or lengthen a run.
 */
@Timeout(600)
final class ShardedQueueModelTest {
    private static final int SHARDS = 3;
    private static final int LIMIT = 8;
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final List<UUID> MAILBOXES =
            IntStream.range(0, 12).mapToObj(i -> new UUID(7, i)).toList();

    private final long seed = Long.getLong("queue.model.seed", System.nanoTime());
    private final int steps = Integer.getInteger("queue.model.sharded-steps", 5_000);
    private final Random random = new Random(seed);
    private final PointerLog log = new PointerLog();
    private final Map<Token, List<PointerId>> claims = new HashMap<>();
    private final List<Token> tokens = new ArrayList<>();
    private final Map<MailboxKey, Long> shards = new HashMap<>();
    private List<SteppedClock> clocks = List.of();
    private QueueUnderTest queue;
    private boolean paused;
    private long now;
    private String at = "";

    @Test
    void threeShardsAreOneQueue() {
        System.out.println("sharded queue model: seed " + seed + ", " + steps + " steps");
        try (RedisFixture redis = new RedisFixture(TestServers.redis().uri())) {
            QueueSettings settings = RedisFixture.freshSettings().withShards(SHARDS);
            List<KeyNames> keys = new ArrayList<>(ShardKeys.of(settings.keys(), SHARDS));
            keys.add(settings.keys());
            clocks = keys.stream().map(k -> new SteppedClock(redis, k)).toList();
            queue = RedisFixture.underTest(redis.queue(settings, SteppedClock.scripts()));
            for (int step = 0; step < steps; step++) {
                at = "seed " + seed + " step " + step;
                act(random.nextInt(100));
                if (step % 25 == 0) {
                    compare();
                }
            }
            drain();
            assertThat(shards.values()).as("shards that were used").contains(0L, 1L, 2L);
            keys.subList(0, SHARDS).forEach(k -> new QueueSnapshot(redis, k, MAILBOXES).isEmpty(at));
        }
    }

    private void act(int dice) {
        if (dice < 25) {
            enqueue();
        } else if (dice < 50) {
            claim(1 + random.nextInt(10), random.nextInt(3) == 0);
        } else if (dice < 72) {
            settle();
        } else if (dice < 78) {
            extend();
        } else if (dice < 84) {
            tick(random.nextInt(500));
        } else if (dice < 88) {
            reclaim();
        } else if (dice < 91) {
            promote();
        } else if (dice < 96) {
            holdOrResume();
        } else if (dice < 98) {
            boolean pause = random.nextInt(4) == 0;
            assertThat(pause ? queue.control().pause("Eva") : queue.control().resume())
                    .as(at)
                    .isEqualTo(pause != paused);
            paused = pause;
        } else {
            deadLetters();
        }
    }

    private void enqueue() {
        List<Pointer> batch = IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(i -> Pointers.imap(mailbox(), 1 + random.nextInt(30)))
                .toList();
        Map<String, Integer> counts = new HashMap<>();
        Set<PointerId> seen = new HashSet<>();
        for (Pointer pointer : batch) {
            counts.merge(seen.add(pointer.id()) ? log.enqueue(pointer.id()) : "coalesced", 1, Integer::sum);
        }
        Priority priority = random.nextInt(3) == 0 ? Priority.BACKFILL : Priority.LIVE;

        assertThat(queue.producer().enqueue(batch, priority))
                .as(at)
                .isEqualTo(new Enqueue.Accepted(
                        counts.getOrDefault("queued", 0),
                        counts.getOrDefault("coalesced", 0),
                        counts.getOrDefault("again", 0),
                        counts.getOrDefault("dead", 0)));
    }

    private UUID mailbox() {
        return MAILBOXES.get(random.nextInt(1 + random.nextInt(MAILBOXES.size())));
    }

    private void claim(int max, boolean takeSuspect) {
        switch (queue.claims().claim(max, LEASE, "consumer-1", takeSuspect)) {
            case Claim.Paused p -> assertThat(paused).as(at).isTrue();
            case Claim.Skipped s -> assertThat(paused).as(at).isFalse();
            case Claim.Empty e -> {
                assertThat(paused).as(at).isFalse();
                assertThat(log.mailboxesThatWait())
                        .as("%s: what was not claimed", at)
                        .allMatch(mailbox -> log.atWork(mailbox) >= LIMIT);
            }
            case Claim.Taken taken -> taken(taken, max, takeSuspect);
        }
    }

    private void taken(Claim.Taken taken, int max, boolean takeSuspect) {
        assertThat(paused).as(at).isFalse();
        assertThat(taken.pointers()).as(at).hasSizeBetween(1, max);
        assertThat(claims.put(taken.token(), new ArrayList<>()))
                .as("%s: a token is new", at)
                .isNull();
        tokens.add(taken.token());
        for (Claimed claimed : taken.pointers()) {
            PointerId id = claimed.receipt().id();
            assertThat(log.mayBeClaimed(id)).as("%s: %s", at, id).isTrue();
            if (log.isSuspect(id)) {
                assertThat(takeSuspect && taken.pointers().size() == 1)
                        .as("%s: a suspect is alone", at)
                        .isTrue();
            }
            Claimed.Valid valid = (Claimed.Valid) claimed;
            assertThat(valid.attempts()).as(at).isEqualTo(log.attempts(id));
            assertThat(valid.crashes()).as(at).isEqualTo(log.crashes(id));
            Long shard = taken.token().value() % SHARDS;
            assertThat(shards.merge(id.mailbox(), shard, (old, other) -> old))
                    .as("%s: the shard of %s", at, id.mailbox())
                    .isEqualTo(shard);
            log.claimed(taken.token(), id, now + LEASE.toMillis());
            claims.get(taken.token()).add(id);
        }
    }

    /** Some pointers of one or two of the last claims, whoever holds them now. */
    private Set<Receipt> someReceipts() {
        Set<Receipt> some = new HashSet<>();
        Set<PointerId> ids = new HashSet<>();
        for (int i = 0; i < 2 && !tokens.isEmpty(); i++) {
            Token token = tokens.get(Math.max(0, tokens.size() - 1 - random.nextInt(12)));
            claims.get(token).stream()
                    .filter(id -> random.nextBoolean() && ids.add(id))
                    .forEach(id -> some.add(new Receipt(token, id)));
        }
        return some;
    }

    private void settle() {
        Set<Receipt> some = someReceipts();
        if (some.isEmpty()) {
            return;
        }
        Set<Receipt> stale = some.stream().filter(r -> !log.holds(r)).collect(Collectors.toSet());
        List<PointerId> mine =
                some.stream().filter(r -> !stale.contains(r)).map(Receipt::id).toList();
        Duration delay = Duration.ofMillis(random.nextInt(500));
        long due = now + delay.toMillis();
        switch (random.nextInt(8)) {
            case 0 -> {
                assertThat(queue.claims().release(some)).as(at).isEqualTo(stale);
                mine.forEach(log::release);
            }
            case 1 -> {
                assertThat(queue.claims().defer(some, delay, FAILURE)).as(at).isEqualTo(stale);
                mine.forEach(id -> log.defer(id, due));
            }
            case 2 -> {
                Receipt one = some.iterator().next();
                Retried retried = queue.claims().retry(one, delay, FAILURE, PointerLog.MAX_ATTEMPTS);
                assertThat(retried == Retried.STALE).as(at).isEqualTo(stale.contains(one));
                if (retried != Retried.STALE) {
                    assertThat(retried == Retried.DEAD).as(at).isEqualTo(log.retry(one.id(), due));
                }
            }
            case 3 -> {
                Receipt one = some.iterator().next();
                assertThat(queue.claims().deadLetter(one, FAILURE)).as(at).isNotEqualTo(stale.contains(one));
                if (!stale.contains(one)) {
                    log.deadLetter(one.id());
                }
            }
            default -> {
                assertThat(queue.claims().ack(some)).as(at).isEqualTo(stale);
                mine.forEach(log::ack);
            }
        }
    }

    private void extend() {
        Set<Token> some = new HashSet<>();
        for (int i = 0; i < 3 && !tokens.isEmpty(); i++) {
            some.add(tokens.get(Math.max(0, tokens.size() - 1 - random.nextInt(12))));
        }
        Set<Token> lost = some.stream()
                .filter(token -> !log.extend(token, now + LEASE.toMillis()))
                .collect(Collectors.toSet());
        assertThat(queue.claims().extend(some, LEASE)).as(at).isEqualTo(lost);
    }

    private void reclaim() {
        Map<PointerId, Boolean> expected = log.reclaim(now);
        int moved = 0;
        Set<PointerId> died = new HashSet<>();
        Upkeep.Reclaimed reclaimed = queue.upkeep().reclaim(20, PointerLog.MAX_CRASHES);
        while (reclaimed.pointers() > 0) {
            moved += reclaimed.pointers();
            died.addAll(reclaimed.dead());
            reclaimed = queue.upkeep().reclaim(20, PointerLog.MAX_CRASHES);
        }
        assertThat(moved).as(at).isEqualTo(expected.size());
        assertThat(died)
                .as(at)
                .isEqualTo(expected.keySet().stream().filter(expected::get).collect(Collectors.toSet()));
    }

    private void promote() {
        int pointers = 0;
        int holds = 0;
        Upkeep.Promoted promoted = queue.upkeep().promote(5);
        while (promoted.pointers() + promoted.holds() > 0) {
            pointers += promoted.pointers();
            holds += promoted.holds();
            promoted = queue.upkeep().promote(5);
        }
        assertThat(pointers).as(at).isEqualTo(log.promote(now));
        assertThat(holds).as(at).isEqualTo(log.endHolds(now));
    }

    private void holdOrResume() {
        UUID mailbox = mailbox();
        if (random.nextBoolean()) {
            Duration duration = Duration.ofMillis(random.nextInt(800));
            queue.holds().hold(mailbox, duration, "throttled");
            log.hold(MailboxKey.of(mailbox), now + duration.toMillis());
        } else {
            assertThat(queue.holds().resume(mailbox)).as(at).isEqualTo(log.resume(MailboxKey.of(mailbox)));
        }
        assertThat(queue.holds().held()).as(at).hasSize(log.holds());
    }

    private void deadLetters() {
        List<PointerId> all =
                dead(queue.deadLetters(), 1_000).stream().map(DeadLetter::id).toList();
        assertThat(all).as(at).containsExactlyInAnyOrderElementsOf(log.in(Place.DEAD));
        Set<PointerId> some = all.stream().filter(id -> random.nextBoolean()).collect(Collectors.toSet());
        if (random.nextBoolean()) {
            assertThat(queue.deadLetters().replay(some)).as(at).isEqualTo(some);
            some.forEach(log::replay);
        } else {
            assertThat(queue.deadLetters().drop(some)).as(at).isEqualTo(some);
            some.forEach(log::drop);
        }
    }

    private void tick(int millis) {
        now += millis;
        clocks.forEach(clock -> clock.advance(Duration.ofMillis(millis)));
    }

    /** Each pointer is where the log says, and the sums are those of the log. */
    private void compare() {
        Map<PointerId, Place> places = log.places();
        assertThat(queue.control().places(places.keySet())).as(at).isEqualTo(places);
        QueueStats stats = queue.control().stats();
        assertThat(stats.waiting() + stats.ready() + stats.landing() + stats.suspects())
                .as("%s: waiting", at)
                .isEqualTo(log.in(Place.WAITING).size());
        assertThat(stats.inFlight()).as(at).isEqualTo(log.in(Place.IN_FLIGHT).size());
        assertThat(stats.delayed()).as(at).isEqualTo(log.in(Place.DELAYED).size());
        assertThat(stats.dead()).as(at).isEqualTo(log.in(Place.DEAD).size());
        assertThat(stats.paused()).as(at).isEqualTo(paused);
        assertThat(stats.heldMailboxes()).as(at).isEqualTo(log.holds());
    }

    private void drain() {
        at = "seed " + seed + " draining";
        queue.control().resume();
        paused = false;
        MAILBOXES.forEach(mailbox -> {
            queue.holds().resume(mailbox);
            log.resume(MailboxKey.of(mailbox));
        });
        for (int round = 0; !log.places().isEmpty(); round++) {
            assertThat(round).as("%s: rounds", at).isLessThan(2_000);
            tick(10_000);
            reclaim();
            promote();
            List<PointerId> dead = log.in(Place.DEAD);
            assertThat(queue.deadLetters().replay(dead)).as(at).containsExactlyInAnyOrderElementsOf(dead);
            dead.forEach(log::replay);
            claim(64, round % 2 == 0);
            List<PointerId> inFlight = log.in(Place.IN_FLIGHT);
            List<Receipt> all = inFlight.stream()
                    .map(id -> new Receipt(tokens.getLast(), id))
                    .toList();
            assertThat(queue.claims().ack(all)).as(at).isEmpty();
            inFlight.forEach(log::ack);
        }
        compare();
    }
}
