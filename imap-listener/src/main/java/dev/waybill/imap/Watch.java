package dev.waybill.imap;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A watcher and its thread. */
final class Watch {
    /** A connection attempt may be cut, a page of pointers in its enqueue gets this long. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final MailboxWatcher watcher;
    private final Thread thread;
    private @Nullable Instant stoppedAt;

    private Watch(MailboxWatcher watcher, Thread thread) {
        this.watcher = watcher;
        this.thread = thread;
    }

    static Watch start(MailboxWatcher watcher) {
        return new Watch(
                watcher,
                Thread.ofVirtual().name("mailbox-" + watcher.mailbox().id()).start(watcher));
    }

    MailboxWatcher watcher() {
        return watcher;
    }

    Thread thread() {
        return thread;
    }

    void stop(Instant now) {
        if (stoppedAt == null) {
            stoppedAt = now;
            watcher.stop();
        }
    }

    boolean isOverdue(Instant now) {
        return stoppedAt != null && now.isAfter(stoppedAt.plus(GRACE));
    }

    /** Cuts the connection and interrupts whatever the watcher is in. */
    void abort() {
        watcher.abort();
        thread.interrupt();
    }

    boolean ended() {
        return !thread.isAlive();
    }
}
