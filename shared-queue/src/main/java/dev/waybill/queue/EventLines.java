package dev.waybill.queue;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;

/**
 * Writes lines of log for many threads. Handlers write one line at a time, and threads that come at once, as those of a shared trip
 * do, would spend more on waiting for each other than on their lines. Here whoever finds nobody writing writes at once, and before
 * it returns also what others leave meanwhile; they go on. Lines keep their order and are those of the threads that left them.
 *
 * <p>A crash loses what was left and not yet written: with a log that keeps up, some microseconds of lines. With one that does not,
 * threads wait for it.
 */
final class EventLines {
    /** A few milliseconds of writing. */
    private static final int MOST_LEFT = 1_000;

    /** Of one thread for itself and others; then a thread of nobody goes on, so that no push answers late under load. */
    private static final int MOST_AT_ONCE = 100;

    private final Logger log;
    private final BlockingQueue<ExtLogRecord> left = new ArrayBlockingQueue<>(MOST_LEFT);
    private final Lock writing = new ReentrantLock();

    EventLines(Logger log) {
        this.log = log;
    }

    void write(ExtLogRecord line) {
        line.disableCallerCalculation();
        line.copyMdc();
        if (!left.offer(line)) {
            log.logRaw(line);
            return;
        }
        if (!writesAll(MOST_AT_ONCE)) {
            Thread.ofVirtual().name("event-lines").start(() -> writesAll(Integer.MAX_VALUE));
        }
    }

    /** Writes what is left, unless somebody else does; false when there was more than {@code most}. */
    private boolean writesAll(int most) {
        int written = 0;
        // Who left a line while the lock was being given back found it taken.
        while (!left.isEmpty() && writing.tryLock()) {
            try {
                for (ExtLogRecord line = left.poll(); line != null; line = left.poll()) {
                    log.logRaw(line);
                    if (++written >= most) {
                        return false;
                    }
                }
            } finally {
                writing.unlock();
            }
        }
        return true;
    }
}
