package dev.waybill.imap;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.queue.InvalidPointerException;
import dev.waybill.queue.QueueException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One logged-in connection at work: catches every folder up, waits for news on the first (IDLE), asks for the others between
 * (STATUS), and catches up again. An IDLE without news is renewed behind one search; only now and then every folder is opened anew and
 * its position read. While the queue or the registry refuses, the connection stays and the round is tried again.
 */
final class SessionWatch {
    private static final Logger LOG = Logger.getLogger(SessionWatch.class);

    private final UUID mailbox;
    private final List<FolderCatchUp> folders;
    private final ImapSession session;
    private final ListenerPorts ports;
    private final WatchSettings settings;
    private final StopSignal stop;
    private final Map<String, String> problems = new TreeMap<>();
    private final Set<String> behind = new HashSet<>();
    private Instant fullRoundAt = Instant.MIN;
    private Instant refreshAt = Instant.MIN;
    private @Nullable ImapFolder open;
    private boolean news = true;
    private boolean queueRefuses;

    SessionWatch(
            UUID mailbox,
            List<FolderCatchUp> folders,
            ImapSession session,
            ListenerPorts ports,
            WatchSettings settings,
            StopSignal stop) {
        this.mailbox = mailbox;
        this.folders = folders;
        this.session = session;
        this.ports = ports;
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * Watches until the stop or the end of the connection.
     *
     * @param report takes the folders that cannot be watched, as one sentence or an empty one, and when they are tried again
     */
    void run(BiConsumer<String, Instant> report) throws MailboxAccessException, InterruptedException {
        Backoff trouble = settings.troubleBackoff();
        while (!stop.requested()) {
            boolean complete = round();
            report.accept(String.join(" ", problems.values()), fullRoundAt);
            if (complete) {
                trouble.reset();
                await(watchFor());
            } else {
                holdOn(trouble.next());
            }
        }
    }

    /** False if a folder could not be brought up to its end because the queue or the registry refused. */
    private boolean round() throws MailboxAccessException {
        Instant now = ports.time().now();
        boolean full = !now.isBefore(fullRoundAt);
        refreshAt = now.isBefore(refreshAt) ? refreshAt : next(refreshAt, settings.idleRefresh());
        if (full) {
            fullRoundAt = next(fullRoundAt, settings.fullRound());
            problems.clear();
            open = null;
        } else if (queueRefuses && !watched()) {
            return false;
        }
        for (FolderCatchUp folder : folders.subList(1, folders.size())) {
            if (!stop.requested()) {
                visit(folder, full);
            }
        }
        if (!stop.requested()) {
            watched();
        }
        if (!problems.isEmpty() && fullRoundAt.isAfter(refreshAt)) {
            fullRoundAt = refreshAt;
        }
        return behind.isEmpty();
    }

    /** The first is at a random moment of the time, so that what connected together is not renewed together. */
    private Instant next(Instant last, Duration every) {
        return ports.time().now().plus(last.equals(Instant.MIN) ? settings.someOf(every) : every);
    }

    /** A folder that is not idled on: opened only if STATUS speaks of news. */
    private void visit(FolderCatchUp folder, boolean full) throws MailboxAccessException {
        if (isOpen(folder) || problems.containsKey(folder.name())) {
            return;
        }
        try {
            if (full || behind.contains(folder.name()) || folder.isBehind(session.status(folder.name()))) {
                catchUp(folder, examine(folder));
            }
        } catch (MailboxAccessException e) {
            note(folder, e);
        }
    }

    /** The first folder that is there: caught up, and left open to idle on. False if it could not be caught up. */
    private boolean watched() throws MailboxAccessException {
        for (FolderCatchUp folder : folders) {
            if (problems.containsKey(folder.name())) {
                continue;
            }
            try {
                ImapFolder current = open;
                if (current == null || !isOpen(folder)) {
                    return catchUp(folder, examine(folder));
                }
                return isQuiet(folder, current) || catchUp(folder, current);
            } catch (MailboxAccessException e) {
                note(folder, e);
            }
        }
        throw new MailboxAccessException(
                FailureClass.PERMANENT, "folder_not_found", String.join(" ", problems.values()), null, null);
    }

    /** While anything is behind, the queue is asked: only that tells when it refuses no more. */
    private boolean isQuiet(FolderCatchUp folder, ImapFolder opened) throws MailboxAccessException {
        return !news && behind.isEmpty() && folder.isCaughtUp(opened);
    }

    private ImapFolder examine(FolderCatchUp folder) throws MailboxAccessException {
        ImapFolder examined = session.examine(folder.name());
        open = examined;
        return examined;
    }

    private boolean isOpen(FolderCatchUp folder) {
        return open != null && open.name().equals(folder.name());
    }

    /** Only a folder that is not there is the folder's own trouble; everything else ends the connection. */
    private void note(FolderCatchUp folder, MailboxAccessException e) throws MailboxAccessException {
        if (!e.reason().equals("folder_not_found")) {
            throw e;
        }
        if (isOpen(folder)) {
            open = null;
        }
        behind.remove(folder.name());
        problems.put(folder.name(), String.valueOf(e.getMessage()));
    }

    private boolean catchUp(FolderCatchUp folder, ImapFolder opened) throws MailboxAccessException {
        try {
            folder.run(opened, stop);
            queueRefuses = false;
            if (behind.remove(folder.name())) {
                LOG.infof("mailbox %s, folder '%s': caught up again", mailbox, folder.name());
            }
            return true;
        } catch (QueueException | RegistryUnavailableException e) {
            queueRefuses = e instanceof QueueException;
            if (behind.add(folder.name())) {
                LOG.warnf(
                        "mailbox %s, folder '%s': not caught up, the position stands and nothing is lost: %s",
                        mailbox, folder.name(), e.getMessage());
            }
            return false;
        } catch (InvalidPointerException e) {
            behind.remove(folder.name());
            problems.put(
                    folder.name(),
                    "Folder '" + folder.name() + "' cannot be watched: " + e.getMessage() + ". Rename or remove it.");
            return true;
        }
    }

    private Duration watchFor() {
        boolean alone = folders.size() == 1 && session.supportsIdle();
        Instant due = refreshAt.isBefore(fullRoundAt) ? refreshAt : fullRoundAt;
        Duration untilDue = Duration.between(ports.time().now(), due);
        Duration most = alone || settings.pollInterval().compareTo(untilDue) > 0 ? untilDue : settings.pollInterval();
        return most.isPositive() ? most : Duration.ofMillis(1);
    }

    private void await(Duration timeout) throws MailboxAccessException, InterruptedException {
        ImapFolder idle = open;
        news = idle == null || stop.whileWaiting(() -> idle.await(timeout));
        if (news && idle != null) {
            ports.metrics().news();
        }
    }

    /** Waits out a trouble elsewhere; through the server, so that the connection does not fall asleep meanwhile. */
    private void holdOn(Duration pause) throws MailboxAccessException, InterruptedException {
        Instant until = ports.time().now().plus(pause);
        await(pause);
        Duration rest = Duration.between(ports.time().now(), until);
        if (rest.isPositive()) {
            stop.whileWaiting(() -> {
                ports.time().sleep(rest);
                return rest;
            });
        }
    }
}
