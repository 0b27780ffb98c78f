package dev.waybill.devstack.proxy;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What every piece of data meets on its way through a proxy, in both directions. */
final class Weather {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Duration delay = Duration.ZERO;
    private int bytesPerSecond;
    private boolean blackHole;

    void delay(Duration by) {
        change(() -> delay = by);
    }

    void limit(int wanted) {
        change(() -> bytesPerSecond = wanted);
    }

    void blackHole(boolean on) {
        change(() -> blackHole = on);
    }

    void clear() {
        change(() -> {
            delay = Duration.ZERO;
            bytesPerSecond = 0;
            blackHole = false;
        });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when a piece of this size may go on: as late as the weather of this moment, and of any change meanwhile, wants it. */
    void pass(int bytes) throws InterruptedException {
        long begun = System.nanoTime();
        lock.lock();
        try {
            while (true) {
                long wanted = delay.toNanos() + (bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond);
                long left = wanted - (System.nanoTime() - begun);
                if (blackHole) {
                    changed.await();
                } else if (left <= 0) {
                    return;
                } else {
                    var _ = changed.await(left, TimeUnit.NANOSECONDS);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
