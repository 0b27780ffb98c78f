package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ids;
import static dev.waybill.queue.QueueContract.idsOf;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every consumer died at once, and each of their leases ends at the same moment. */
@Timeout(240)
final class MassExpiryTest {
    private static final int LEASES = 30_000;
    private static final int SLICE = 250;
    private static final int MAILBOXES = 500;
    /** So many slices from the beginning are compared with as many from the end. */
    private static final int COMPARED = 20;

    private final RedisServer server = RedisServer.start(RedisServer.Options.inMemory());
    private final RedisFixture redis = new RedisFixture(server.uri());
    private final QueueSettings settings = RedisFixture.freshSettings().withDefaultLimit(1_000);
    private final SteppedClock clock = new SteppedClock(redis, settings.keys());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(settings, SteppedClock.scripts()));

    @AfterEach
    void stop() {
        redis.close();
        server.close();
    }

    @Test
    void thirtyThousandLeasesThatEndAtOnceComeBackInSlicesWhileFreshPointersFlow() throws Exception {
        // Given
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < LEASES; i++) {
            pointers.add(imap(new UUID(7, i % MAILBOXES), i + 1L));
        }
        for (int from = 0; from < LEASES; from += 1_000) {
            queue.producer().enqueue(pointers.subList(from, from + 1_000), Priority.LIVE);
        }
        InParallel.run(6, thread -> () -> {
            while (queue.claims().claim(1, Duration.ofSeconds(30), "dies", false) instanceof Claim.Taken) {}
            return thread;
        });
        assertThat(queue.control().stats().claims()).isEqualTo(LEASES);
        clock.advance(Duration.ofSeconds(31));

        // When
        Set<PointerId> done = new HashSet<>();
        List<Double> cpuSeconds = new ArrayList<>();
        int rounds = 0;
        for (boolean more = true; more; rounds++) {
            List<Pointer> fresh = List.of(imap(new UUID(8, rounds), 1), imap(new UUID(8, rounds), 2));
            queue.producer().enqueue(fresh, Priority.LIVE);
            double before = redis.cpuSeconds();
            Upkeep.Reclaimed reclaimed = queue.upkeep().reclaim(SLICE, 3);
            cpuSeconds.add(redis.cpuSeconds() - before);
            assertThat(reclaimed.pointers()).as("one call is bounded").isLessThanOrEqualTo(SLICE);
            assertThat(reclaimed.dead()).isEmpty();
            more = reclaimed.pointers() > 0;
            List<Claimed> claimed = new ArrayList<>();
            claimed.addAll(claim());
            claimed.addAll(claim());
            assertThat(ids(claimed)).as("fresh pointers of round " + rounds).containsAll(idsOf(fresh));
            queue.claims().ack(receipts(claimed));
            done.addAll(ids(claimed));
        }

        // Then
        assertThat(rounds).isEqualTo(LEASES / SLICE + 1);
        assertThat(sum(cpuSeconds.subList(0, COMPARED)))
                .as("a slice of 30,000 costs what one of a few thousand costs: %s", cpuSeconds)
                .isLessThan(3 * sum(cpuSeconds.subList(rounds - 1 - COMPARED, rounds - 1)));
        assertThat(done).hasSize(LEASES + 2 * rounds);
        assertThat(done.containsAll(idsOf(pointers))).as("nothing is lost").isTrue();
        assertThat(queue.control().stats().inFlight()).isZero();
        assertThat(queue.control().stats().overdueLeases()).isZero();
    }

    private static double sum(List<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue).sum();
    }

    private List<Claimed> claim() {
        return pointersOf(queue.claims().claim(SLICE, Duration.ofMinutes(5), "consumer-1", false));
    }
}
