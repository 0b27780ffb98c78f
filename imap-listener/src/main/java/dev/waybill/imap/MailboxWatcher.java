package dev.waybill.imap;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Watches one mailbox, on a virtual thread of its own, until it is stopped: connects, hands the connection to {@link SessionWatch},
 * and connects again after a pause that its failure calls for. Each failure is recorded as the mailbox's state, with the next try.
 */
final class MailboxWatcher implements Runnable {
    private static final Logger LOG = Logger.getLogger(MailboxWatcher.class);

    private final Mailbox mailbox;
    private final ListenerPorts ports;
    private final WatchSettings settings;
    private final ConnectGate gate;
    private final StopSignal stop = new StopSignal();
    private final Backoff backoff;
    private final List<FolderCatchUp> folders;
    private volatile WatcherPhase phase = WatcherPhase.CONNECTING;
    private volatile @Nullable ImapSession session;
    private @Nullable String reported;
    private int failures;

    MailboxWatcher(Mailbox mailbox, ListenerPorts ports, WatchSettings settings, ConnectGate gate) {
        this.mailbox = mailbox;
        this.ports = ports;
        this.settings = settings;
        this.gate = gate;
        this.backoff = settings.reconnectBackoff();
        this.folders = mailbox.folders().stream()
                .distinct()
                .map(name -> new FolderCatchUp(mailbox, name, ports))
                .toList();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    WatcherPhase phase() {
        return phase;
    }

    /** Ends the watcher in good order: it finishes its page, says LOGOUT and returns. */
    void stop() {
        stop.request();
    }

    /** Cuts its connection; for a watcher that did not end in time. */
    void abort() {
        ImapSession current = session;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void run() {
        MDC.put("mailbox", mailbox.id().toString());
        try {
            while (!stop.requested()) {
                Duration pause = watch();
                stop.whileWaiting(() -> {
                    ports.time().sleep(pause);
                    return pause;
                });
            }
        } catch (InterruptedException | MailboxAccessException e) {
            LOG.debugf("mailbox %s: the watcher ends", mailbox.id());
        } finally {
            MDC.remove("mailbox");
        }
    }

    /** One connection from its login to its end; returns how long to wait before the next. */
    private Duration watch() throws InterruptedException {
        Instant connectedAt = Instant.MAX;
        try (ImapSession opened = connect()) {
            connectedAt = ports.time().now();
            ports.metrics().connected();
            try {
                new SessionWatch(mailbox.id(), folders, opened, ports, settings, stop).run(this::report);
            } finally {
                ports.metrics().disconnected();
            }
            return Duration.ZERO;
        } catch (MailboxAccessException e) {
            return stop.requested() ? Duration.ZERO : afterFailure(e, connectedAt);
        } catch (RuntimeException e) {
            return stop.requested() ? Duration.ZERO : afterDefect(e);
        } finally {
            session = null;
        }
    }

    private ImapSession connect() throws MailboxAccessException, InterruptedException {
        String host = host();
        stop.whileWaiting(() -> {
            gate.enter(host, failures > 0, mailbox.version());
            return host;
        });
        try {
            ImapSession opened = ports.sessions().connect(mailbox);
            session = opened;
            return opened;
        } finally {
            gate.leave(host);
        }
    }

    private IllegalStateException notByImap() {
        return new IllegalStateException("mailbox " + mailbox.id() + " is not read by IMAP");
    }

    private String host() {
        return switch (mailbox.connection()) {
            case Connection.Imap imap -> imap.host();
            case Connection.Graph graph -> throw notByImap();
            case Connection.Gmail gmail -> throw notByImap();
        };
    }

    /** A good connection that ended is opened again at once; it is the mailbox's state only if that fails. */
    private Duration afterFailure(MailboxAccessException e, Instant connectedAt) {
        ports.metrics().reconnect(e.reason());
        boolean wasStable = connectedAt.isBefore(ports.time().now().minus(settings.stableAfter()));
        if (wasStable) {
            backoff.reset();
            failures = 0;
        }
        failures++;
        Duration pause = switch (e.failureClass()) {
            case CREDENTIAL -> settings.authRetry();
            case THROTTLED -> e.retryAfter().orElse(settings.throttleRetry());
            case TRANSIENT, PERMANENT, MAIL -> backoff.next();
        };
        if (wasStable && e.state() == MailboxState.UNREACHABLE) {
            LOG.infof("mailbox %s: the connection ended (%s), connecting again", mailbox.id(), e.reason());
        } else {
            // The full sentence may quote the server, and servers quote addresses: it goes to the mailbox's state only.
            LOG.warnf(
                    "mailbox %s: %s (%s), its state has the details; next try in %d s",
                    mailbox.id(), e.state().id(), e.reason(), pause.toSeconds());
            record(e.state(), String.valueOf(e.getMessage()), pause);
        }
        return pause;
    }

    private Duration afterDefect(RuntimeException e) {
        ports.metrics().reconnect("defect");
        failures++;
        Duration pause = backoff.next();
        LOG.errorf(e, "mailbox %s: watching it failed by a defect; next try in %d s", mailbox.id(), pause.toSeconds());
        record(MailboxState.UNREACHABLE, "Watching it failed unexpectedly (" + e + "); see the listener's log.", pause);
        return pause;
    }

    private void record(MailboxState state, String message, Duration pause) {
        phase = WatcherPhase.of(state);
        reported = null;
        ports.health()
                .record(
                        mailbox.id(),
                        state,
                        message,
                        Optional.of(ports.time().now().plus(pause)));
    }

    /** Takes what a round came to; writes it only when it differs from what was written last. */
    private void report(String problems, Instant nextTry) {
        phase = problems.isEmpty() ? WatcherPhase.ACTIVE : WatcherPhase.UNREACHABLE;
        if (problems.equals(reported)) {
            return;
        }
        reported = problems;
        if (problems.isEmpty()) {
            LOG.infof("mailbox %s: watched", mailbox.id());
            ports.health().record(mailbox.id(), MailboxState.ACTIVE, "", Optional.empty());
        } else {
            LOG.warnf("mailbox %s: %s The other folders go on", mailbox.id(), problems);
            ports.health().record(mailbox.id(), MailboxState.UNREACHABLE, problems, Optional.of(nextTry));
        }
    }
}
