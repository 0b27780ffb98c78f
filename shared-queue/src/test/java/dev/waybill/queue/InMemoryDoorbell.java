package dev.waybill.queue;

import java.time.Duration;

/** The doorbell of the fake; it waits in real time. */
final class InMemoryDoorbell implements Doorbell {
    private final InMemoryQueue queue;

    InMemoryDoorbell(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
        InMemoryState state = queue.state();
        long deadline = System.nanoTime() + Math.clamp(timeout.toNanos(), 50_000_000L, 2_000_000_000L);
        synchronized (state) {
            while (state.ready.isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                state.wait(left);
            }
            state.landing.addFirst(state.ready.removeLast());
        }
    }
}
