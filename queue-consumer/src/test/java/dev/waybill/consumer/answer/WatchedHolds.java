package dev.waybill.consumer.answer;

import dev.waybill.queue.Holds;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Holds of a queue; a test may let something happen just before or behind a call. */
final class WatchedHolds implements Holds {
    private final Holds holds;
    private Runnable beforeHold = () -> {};
    private Runnable behindHeld = () -> {};
    private Runnable beforeResume = () -> {};

    WatchedHolds(Holds holds) {
        this.holds = holds;
    }

    void beforeHold(Runnable step) {
        beforeHold = step;
    }

    void behindHeld(Runnable step) {
        behindHeld = step;
    }

    void beforeResume(Runnable step) {
        beforeResume = step;
    }

    @Override
    public void hold(UUID mailbox, Duration duration, String reason) {
        beforeHold.run();
        holds.hold(mailbox, duration, reason);
    }

    @Override
    public void holdUntilResumed(UUID mailbox, String reason) {
        holds.holdUntilResumed(mailbox, reason);
    }

    @Override
    public boolean resume(UUID mailbox) {
        beforeResume.run();
        return holds.resume(mailbox);
    }

    @Override
    public void setLimit(UUID mailbox, int limit) {
        holds.setLimit(mailbox, limit);
    }

    @Override
    public List<Hold> held() {
        List<Hold> held = holds.held();
        behindHeld.run();
        return held;
    }
}
