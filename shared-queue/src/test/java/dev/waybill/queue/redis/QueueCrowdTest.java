package dev.waybill.queue.redis;

import static dev.waybill.queue.QueueContract.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Pointers;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueStats;
import dev.waybill.queue.QueueUnderTest;
import dev.waybill.queue.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many consumers at once, some of which die with what they hold, while everybody reclaims and promotes. */
@Timeout(120)
final class QueueCrowdTest {
    private static final int POINTERS = 3_000;
    private static final int CONSUMERS = 8;

    private final RedisFixture redis = new RedisFixture(TestServers.redis().uri());
    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));
    private volatile boolean producing = true;
    private final Queue<PointerId> done = new ConcurrentLinkedQueue<>();

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @Test
    void nothingIsLostAndNothingIsLeft() throws Exception {
        // Given
        List<Pointer> pointers = new ArrayList<>();
        for (int i = 0; i < POINTERS; i++) {
            pointers.add(Pointers.imap(new UUID(7, i % 40), i + 1L));
        }

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                int seed = i;
                running.add(threads.submit(() -> consume(new Random(seed))));
            }
            for (int from = 0; from < POINTERS; from += 100) {
                queue.producer().enqueue(pointers.subList(from, from + 100), Priority.LIVE);
                queue.producer().enqueue(pointers.subList(from / 2, from / 2 + 50), Priority.BACKFILL);
            }
            producing = false;
            for (Future<?> each : running) {
                each.get();
            }
        }

        // Then
        assertThat(done).containsAll(idsOf(pointers));
        assertThat(queue.control().stats()).isEqualTo(new QueueStats(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private void consume(Random random) {
        Claims claims = queue.claims();
        while (producing || !isEmpty()) {
            queue.upkeep().reclaim(100, 1_000);
            queue.upkeep().promote(100);
            boolean suspects = random.nextBoolean();
            Claim claim = claims.claim(1 + random.nextInt(20), Duration.ofMillis(150), "crowd", suspects);
            if (claim instanceof Claim.Taken taken) {
                List<Receipt> receipts =
                        taken.pointers().stream().map(Claimed::receipt).toList();
                switch (random.nextInt(20)) {
                    case 0 -> {} // dies with all of it
                    case 1 -> claims.release(receipts);
                    case 2 -> claims.defer(receipts, Duration.ofMillis(20), new Failure("throttled", ""));
                    default -> {
                        List<Receipt> acked = new ArrayList<>(receipts);
                        acked.removeAll(claims.ack(receipts));
                        acked.forEach(receipt -> done.add(receipt.id()));
                    }
                }
            }
        }
    }

    private boolean isEmpty() {
        QueueStats stats = queue.control().stats();
        return stats.waiting() + stats.ready() + stats.landing() + stats.inFlight() + stats.delayed() + stats.suspects()
                == 0;
    }
}
