package dev.waybill.cli.bench;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Doorbell;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import dev.waybill.queue.Upkeep;
import dev.waybill.queue.redis.RedisQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Consumers on virtual threads that claim, hand each pointer over, and ack, with one heartbeat and one upkeep for all of them. A
 * consumer that is abandoned keeps what it holds and says nothing any more, as one that was killed.
 */
final class Fleet implements AutoCloseable {
    /** As the service does: the doorbell until the next promotion, and the reclaimer until the next lease ends. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration SOONEST_RECLAIM = Duration.ofMillis(250);
    private static final int MAX_CRASHES = 3;

    private final RedisQueue queue;
    private final Claims claims;
    private final int batch;
    private final Duration lease;
    private final Watcher watcher;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<Token> held = ConcurrentHashMap.newKeySet();
    private final Set<Integer> abandoned = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** What the benchmark wants to know; called by many threads. */
    interface Watcher {
        default void claimed(List<Claimed> pointers) {}

        /** Claimed by a consumer that died with them. */
        default void abandoned(List<Claimed> pointers) {}

        void acked(List<Claimed> pointers);
    }

    Fleet(RedisQueue queue, int consumers, int batch, Duration lease, Watcher watcher) {
        this.queue = queue;
        this.claims = queue.claims();
        this.batch = batch;
        this.lease = lease;
        this.watcher = watcher;
        for (int i = 0; i < consumers; i++) {
            int consumer = i;
            start(() -> consume(consumer));
        }
        start(this::beat);
        start(this::promote);
        start(this::reclaim);
    }

    private void start(Runnable loop) {
        threads.add(Thread.startVirtualThread(() -> {
            try {
                loop.run();
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }));
    }

    /** This consumer dies with what it holds, after its next claim. */
    void abandon(int consumer) {
        abandoned.add(consumer);
    }

    private void consume(int consumer) {
        Doorbell doorbell = queue.doorbell();
        while (!closed) {
            Claim claim = claims.claim(batch, lease, "bench-" + consumer, true);
            if (claim instanceof Claim.Taken taken) {
                if (abandoned.contains(consumer)) {
                    watcher.abandoned(taken.pointers());
                    return;
                }
                held.add(taken.token());
                watcher.claimed(taken.pointers());
                List<Receipt> receipts =
                        taken.pointers().stream().map(Claimed::receipt).toList();
                Set<Receipt> stale = claims.ack(receipts);
                held.remove(taken.token());
                watcher.acked(
                        stale.isEmpty()
                                ? taken.pointers()
                                : taken.pointers().stream()
                                        .filter(pointer -> !stale.contains(pointer.receipt()))
                                        .toList());
            } else if (claim instanceof Claim.Empty && !ring(doorbell)) {
                return;
            }
        }
    }

    private static boolean ring(Doorbell doorbell) {
        try {
            doorbell.await(LONGEST_WAIT);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void beat() {
        while (!closed && pause(lease.dividedBy(3))) {
            if (!held.isEmpty()) {
                held.removeAll(claims.extend(held, lease));
            }
        }
    }

    private void promote() {
        while (!closed && pause(LONGEST_WAIT)) {
            queue.upkeep().promote(250);
        }
    }

    private void reclaim() {
        Duration wait = SOONEST_RECLAIM;
        while (!closed && pause(wait)) {
            Upkeep.Reclaimed reclaimed = queue.upkeep().reclaim(250, MAX_CRASHES);
            while (reclaimed.pointers() > 0) {
                reclaimed = queue.upkeep().reclaim(250, MAX_CRASHES);
            }
            wait = Collections.max(List.of(
                    SOONEST_RECLAIM,
                    Collections.min(List.of(lease, reclaimed.nextEnd().orElse(lease)))));
        }
    }

    private boolean pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        return !Thread.currentThread().isInterrupted();
    }

    /** Waits until the condition holds; ends with the failure of a consumer, which {@link #close} does not tell again. */
    void await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            RuntimeException failed = failure.getAndSet(null);
            if (failed != null) {
                throw failed;
            }
            if (System.nanoTime() > deadline) {
                throw new BenchFailure("the benchmark's consumers were not done within " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(200_000);
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException failed = failure.get();
        if (failed != null && !(failed instanceof QueueException)) {
            throw failed;
        }
    }
}
