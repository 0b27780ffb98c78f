package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Doorbell;
import java.time.Duration;
import java.util.function.Supplier;

/** What the loop waits for when it cannot claim: PostgreSQL, a pointer, the end of a pause, Redis. */
final class Waits {
    private static final Duration SHORTEST_RING = Duration.ofMillis(50);
    private static final Duration LONGEST_RING = Duration.ofSeconds(2);
    private static final Duration PAUSED = Duration.ofMillis(500);
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    private final Gate gate;
    private final Doorbell doorbell;
    private final Supplier<Duration> nextDue;
    private final Pace pace;

    Waits(Gate gate, Doorbell doorbell, Supplier<Duration> nextDue, Pace pace) {
        this.gate = gate;
        this.doorbell = doorbell;
        this.nextDue = nextDue;
        this.pace = pace;
    }

    boolean forDatabase() throws InterruptedException {
        return gate.tryOpen();
    }

    /** At the doorbell, but not longer than until something falls due; a ring promises nothing. */
    void forPointer() throws InterruptedException {
        Duration due = nextDue.get();
        Duration timeout = due.compareTo(LONGEST_RING) > 0 ? LONGEST_RING : due;
        doorbell.await(timeout.compareTo(SHORTEST_RING) < 0 ? SHORTEST_RING : timeout);
    }

    /** Nobody rings while paused. */
    void whilePaused() throws InterruptedException {
        pace.sleep(Backoff.jittered(PAUSED));
    }

    void afterFailure(int failures) throws InterruptedException {
        pace.sleep(AFTER_FAILURE.afterFailures(failures));
    }
}
