package dev.waybill.imap;

import dev.waybill.mailbox.MailboxAccessException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks one watcher to stop. It is interrupted where it waits and nowhere else: an interrupt in the middle of a Redis or PostgreSQL
 * call would cut a connection that others use.
 */
final class StopSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread waiting;
    private volatile boolean requested;

    boolean requested() {
        return requested;
    }

    void request() {
        lock.lock();
        try {
            requested = true;
            if (waiting != null) {
                waiting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits, unless the stop was requested, and no longer than until it is. */
    <T> T whileWaiting(Wait<T> wait) throws MailboxAccessException, InterruptedException {
        begin();
        try {
            return wait.run();
        } finally {
            end();
        }
    }

    private void begin() throws InterruptedException {
        lock.lock();
        try {
            if (requested) {
                throw new InterruptedException("the watcher stops");
            }
            waiting = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a late interrupt back, so that it does not hit the LOGOUT that follows. */
    private void end() {
        lock.lock();
        try {
            waiting = null;
            if (requested) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    interface Wait<T> {
        T run() throws MailboxAccessException, InterruptedException;
    }
}
