package dev.waybill.imap;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All watchers of this process. Compares the registry's copy and this listener's share of it with what runs, whenever one of the three
 * is another than before: starts what is new, stops what was removed or paused or became another listener's, and replaces what was
 * changed. One watcher's trouble is its own.
 */
final class WatcherFleet {
    private static final Logger LOG = Logger.getLogger(WatcherFleet.class);

    private final RegistryCopy registry;
    private final MailboxShare share;
    private final Function<Mailbox, MailboxWatcher> watchers;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Watch> running = new LinkedHashMap<>();
    private @Nullable Basis compared;
    private boolean stopped;

    WatcherFleet(RegistryCopy registry, MailboxShare share, Function<Mailbox, MailboxWatcher> watchers, Time time) {
        this.registry = registry;
        this.share = share;
        this.watchers = watchers;
        this.time = time;
    }

    /** Brings the watchers in line with the registry; called every second. */
    void compare() {
        lock.lock();
        try {
            if (stopped || !registry.loaded()) {
                return;
            }
            boolean ended = running.values().removeIf(Watch::ended);
            Basis basis = new Basis(registry.revision(), share.covered());
            if (ended || !basis.equals(compared)) {
                startAndStop();
                compared = basis;
            }
            Instant now = time.now();
            running.values().stream().filter(watch -> watch.isOverdue(now)).forEach(Watch::abort);
        } finally {
            lock.unlock();
        }
    }

    private void startAndStop() {
        Map<UUID, Mailbox> wanted = registry.all().stream()
                .filter(mailbox -> isOurs(mailbox) && !mailbox.paused())
                .collect(Collectors.toMap(Mailbox::id, Function.identity()));
        running.forEach((id, watch) -> {
            Mailbox mailbox = wanted.get(id);
            if (mailbox == null
                    || mailbox.version() != watch.watcher().mailbox().version()) {
                watch.stop(time.now());
            }
        });
        wanted.values().stream()
                .filter(mailbox -> !running.containsKey(mailbox.id()))
                .sorted(Comparator.comparingLong(Mailbox::version).reversed())
                .forEach(mailbox -> running.put(mailbox.id(), Watch.start(watchers.apply(mailbox))));
    }

    private boolean isOurs(Mailbox mailbox) {
        return mailbox.provider() == Provider.IMAP && share.covers(mailbox);
    }

    /** Whether the mailbox is watched here, with all its folders. */
    boolean watchesWell(UUID mailbox) {
        lock.lock();
        try {
            Watch watch = running.get(mailbox);
            return watch != null && !watch.ended() && watch.watcher().phase() == WatcherPhase.ACTIVE;
        } finally {
            lock.unlock();
        }
    }

    /** The parts that have a watcher, also one that was told to stop and has not ended yet. */
    Set<Integer> busyParts() {
        lock.lock();
        try {
            return running.entrySet().stream()
                    .filter(each -> !each.getValue().ended())
                    .map(each -> Parts.of(each.getKey()))
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /** Stops every watcher: in good order within {@code limit}, then by cutting its connection. */
    void stop(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            running.values().forEach(watch -> watch.stop(time.now()));
            Instant deadline = time.now().plus(limit);
            for (Watch watch : running.values()) {
                Duration left = Duration.between(time.now(), deadline);
                if (!left.isPositive() || !watch.thread().join(left)) {
                    watch.abort();
                }
            }
            long left =
                    running.values().stream().filter(watch -> !watch.ended()).count();
            LOG.infof("%d mailboxes are not watched any more, %d connections had to be cut", running.size(), left);
        } finally {
            lock.unlock();
        }
    }

    int count(WatcherPhase phase) {
        if (phase == WatcherPhase.PAUSED) {
            return (int) registry.all().stream()
                    .filter(mailbox -> isOurs(mailbox) && mailbox.paused())
                    .count();
        }
        lock.lock();
        try {
            return (int) running.values().stream()
                    .filter(watch -> !watch.ended() && watch.watcher().phase() == phase)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** What a comparison rests on. */
    private record Basis(long registry, Set<Integer> parts) {}
}
