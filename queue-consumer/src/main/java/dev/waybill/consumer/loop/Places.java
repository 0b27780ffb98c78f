package dev.waybill.consumer.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many pointers this process may have in hand: never claim more than can start now. */
final class Places {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final int capacity;
    private final Duration linger;
    private int taken;
    private boolean closed;

    /** With most places taken, waits up to {@code linger} for a quarter of them, so that a busy consumer claims batches. */
    Places(int capacity, Duration linger) {
        this.capacity = capacity;
        this.linger = linger;
    }

    /** Waits for a free place; returns how many there are, 0 when closed. */
    int awaitFree() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (taken >= capacity && !closed) {
                freed.await();
            }
            long left = linger.toNanos();
            while (capacity - taken < Math.max(1, capacity / 4) && !closed && left > 0) {
                left = freed.awaitNanos(left);
            }
            return closed ? 0 : Math.max(0, capacity - taken);
        } finally {
            lock.unlock();
        }
    }

    void take(int count) {
        lock.lock();
        try {
            taken += count;
        } finally {
            lock.unlock();
        }
    }

    void free() {
        lock.lock();
        try {
            taken--;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Whether none was taken any more within this time. */
    boolean awaitEmpty(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = atMost.toNanos();
            while (taken > 0 && left > 0) {
                left = freed.awaitNanos(left);
            }
            return taken <= 0;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
