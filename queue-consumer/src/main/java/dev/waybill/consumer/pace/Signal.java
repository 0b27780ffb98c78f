package dev.waybill.consumer.pace;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wake-up call for one waiting thread. A call that comes while nobody waits is kept for the next wait. */
public final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private boolean pending;

    public void call() {
        lock.lock();
        try {
            pending = true;
            called.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Returns at the call, at the latest after this time. */
    public void await(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (!pending && left > 0) {
                left = called.awaitNanos(left);
            }
            pending = false;
        } finally {
            lock.unlock();
        }
    }
}
