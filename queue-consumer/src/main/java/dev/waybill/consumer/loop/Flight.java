package dev.waybill.consumer.loop;

import dev.waybill.queue.Claimed;
import dev.waybill.queue.Receipt;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A claimed pointer on its way through this process. It is settled once: whoever decides second changes nothing. It occupies a place
 * until the work on it has ended.
 */
public final class Flight {
    private final Claimed claimed;
    private final Instant claimedAt;
    private final Runnable onEnd;
    private final AtomicBoolean settled = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean lost;
    private volatile String traceId = "";
    private volatile @Nullable Outcome outcome;

    Flight(Claimed claimed, Instant claimedAt, Runnable onEnd) {
        this.claimed = claimed;
        this.claimedAt = claimedAt;
        this.onEnd = onEnd;
    }

    public Claimed claimed() {
        return claimed;
    }

    public Receipt receipt() {
        return claimed.receipt();
    }

    public Instant claimedAt() {
        return claimedAt;
    }

    /** Whether somebody has decided already what becomes of it. */
    public boolean isSettled() {
        return settled.get();
    }

    /** Whether its lease went to somebody else: what it does now is done in vain. */
    public boolean isLost() {
        return lost;
    }

    /** Of the W3C trace that it belongs to, or empty. */
    public String traceId() {
        return traceId;
    }

    public void traceId(String id) {
        traceId = id;
    }

    /** How it ended well; null until then. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** Reserves the decision for the caller; false if it is taken. */
    boolean settle() {
        return settled.compareAndSet(false, true);
    }

    void outcome(Outcome how) {
        outcome = how;
    }

    void lose() {
        lost = true;
    }

    /** The work on it has ended: its place is free. */
    void end() {
        if (ended.compareAndSet(false, true)) {
            onEnd.run();
        }
    }

    boolean isSuspect() {
        return claimed instanceof Claimed.Valid valid && valid.crashes() >= 2;
    }

    @Override
    public String toString() {
        return "pointer " + receipt().id() + " (token " + receipt().token() + ')';
    }
}
