package dev.waybill.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The queue in memory, for tests of those who use it: passes the same contract as the one on Redis. Its clock stands still until
 * {@link #advance}, unless another one is given.
 */
public final class InMemoryQueue {
    private final InMemoryState state;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_770_000_000_000L));
    private final AtomicReference<@Nullable QueueException> failure = new AtomicReference<>();

    public InMemoryQueue() {
        this.state = new InMemoryState(() -> Objects.requireNonNull(now.get()));
    }

    public InMemoryQueue(InstantSource clock) {
        this.state = new InMemoryState(clock);
    }

    /** Moves its own clock on. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Every verb of every port throws this from now on, as when Redis is away; null heals it. */
    public void failWith(@Nullable QueueException exception) {
        failure.set(exception);
    }

    /** Puts something into the queue that no producer of this version writes; {@code live}, and no discovery. */
    public void enqueueRaw(PointerId id, String json) {
        synchronized (state) {
            new InMemoryProducer(this).add(id, new InMemoryState.Body(json, Priority.LIVE, false));
        }
    }

    public PointerQueue producer() {
        return new InMemoryProducer(this);
    }

    public Claims claims() {
        return new InMemoryClaims(this);
    }

    public Doorbell doorbell() {
        return new InMemoryDoorbell(this);
    }

    public Upkeep upkeep() {
        return new InMemoryUpkeep(this);
    }

    public Holds holds() {
        return new InMemoryHolds(this);
    }

    public DeadLetters deadLetters() {
        return new InMemoryDeadLetters(this);
    }

    public QueueControl control() {
        return new InMemoryControl(this);
    }

    /** The state to lock; fails if the queue was told to. */
    InMemoryState state() {
        QueueException exception = failure.get();
        if (exception != null) {
            throw exception;
        }
        return state;
    }
}
