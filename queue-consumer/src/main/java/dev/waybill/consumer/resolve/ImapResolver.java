package dev.waybill.consumer.resolve;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.answer.MailboxTroubles;
import dev.waybill.consumer.loop.Activity;
import dev.waybill.consumer.loop.DeadlineWatch;
import dev.waybill.consumer.loop.Flight;
import dev.waybill.consumer.pace.Backoff;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/**
 * Fetches the mails of one folder together: EXAMINE, sizes, then the bytes in as few commands as can be, each handed over as it
 * arrives. A mail that the server does not know is asked for twice, on a fresh view of the folder, before it counts as gone. A
 * UIDVALIDITY that is not the pointer's names other mails, and nothing is fetched.
 */
public final class ImapResolver {
    private static final Logger LOG = Logger.getLogger(ImapResolver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Backoff NOT_SENT = new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(5));
    private static final Duration BUSY = Duration.ofSeconds(5);

    private final SessionPool sessions;
    private final Answers answers;
    private final MailboxTroubles troubles;
    private final DeadlineWatch watch;
    private final Download download;

    public ImapResolver(
            SessionPool sessions, Answers answers, MailboxTroubles troubles, DeadlineWatch watch, Download download) {
        this.sessions = sessions;
        this.answers = answers;
        this.troubles = troubles;
        this.watch = watch;
        this.download = download;
    }

    /** Settles each pointer of the batch, or hands it over to be settled by its processing. */
    void resolve(FolderBatch batch, Tasks tasks) throws InterruptedException {
        resolve(batch, tasks, false);
    }

    private void resolve(FolderBatch batch, Tasks tasks, boolean alone) throws InterruptedException {
        Mailbox mailbox = batch.mailbox();
        Optional<Duration> wait = troubles.wait(mailbox.id());
        if (wait.isPresent()) {
            answers.defer(batch.left(tasks), wait.get(), "mailbox_unreachable", "it failed a moment ago");
            return;
        }
        Optional<SessionPool.Lease> turn = sessions.turn(mailbox, PATIENCE);
        if (turn.isEmpty()) {
            answers.defer(batch.left(tasks), BUSY, "mailbox_busy", "its sessions are in use");
            return;
        }
        Throwable failure = null;
        boolean opened;
        Optional<Activity.Cut> cut;
        try (SessionPool.Lease lease = turn.get();
                Activity activity = watch.begin(Activity.Kind.RESOLVE, batch.left(tasks), lease::abort)) {
            try {
                fetch(batch, lease, activity, tasks);
                troubles.works(mailbox);
            } catch (MailboxAccessException | IOException | RuntimeException e) {
                lease.broken();
                failure = e;
            }
            cut = activity.cut();
            opened = lease.wasOpened();
        }
        if (cut.isPresent()) {
            answers.cut(batch.left(tasks), mailbox, Activity.Kind.RESOLVE, cut.get());
        } else if (failure != null) {
            failed(batch, tasks, failure, opened ? (alone ? Fetched.ALONE : Fetched.TOGETHER) : Fetched.NOTHING);
        }
    }

    /**
     * One mail that the server cannot send, or that wakes a defect of ours, must not keep its neighbours: each is fetched alone then,
     * and the one that it is waits by itself.
     */
    private void failed(FolderBatch batch, Tasks tasks, Throwable failure, Fetched how) throws InterruptedException {
        if (how == Fetched.NOTHING || !mayBeOneMail(failure)) {
            answers.failed(batch.left(tasks), batch.mailbox(), failure);
        } else if (how == Fetched.TOGETHER && batch.flights().size() > 1) {
            LOG.warnf(
                    "Fetching %d mails of mailbox %s together failed (%s); each is fetched alone",
                    batch.flights().size(), batch.mailbox().id(), failure.getMessage());
            for (FolderBatch single : batch.singles(tasks)) {
                resolve(single, tasks, true);
            }
        } else if (how == Fetched.ALONE && failure instanceof MailboxAccessException e) {
            answers.defer(batch.left(tasks), NOT_SENT.spread(3), e.reason(), String.valueOf(e.getMessage()));
        } else {
            answers.failed(batch.left(tasks), batch.mailbox(), failure);
        }
    }

    /** How far it came when it failed. */
    private enum Fetched {
        /** Not even into the folder. */
        NOTHING,
        TOGETHER,
        ALONE
    }

    private static boolean mayBeOneMail(Throwable failure) {
        if (Answers.isDatabase(failure)) {
            return false;
        }
        return switch (failure) {
            case RuntimeException e -> true;
            case MailboxAccessException e -> e.reason().equals("server_error");
            default -> false;
        };
    }

    private void fetch(FolderBatch batch, SessionPool.Lease lease, Activity activity, Tasks tasks)
            throws MailboxAccessException, IOException {
        ImapFolder folder = lease.open(batch.folder());
        if (isOther(folder, batch, tasks)) {
            return;
        }
        activity.progress();
        Map<Long, ImapFolder.Announced> announced = folder.announced(batch.open(tasks));
        SortedSet<Long> missing = batch.open(tasks);
        missing.removeAll(announced.keySet());
        if (!missing.isEmpty()) {
            folder = lease.open(batch.folder());
            if (isOther(folder, batch, tasks)) {
                return;
            }
            settleMissing(batch, folder, missing);
        }
        activity.progress();
        SortedSet<Long> asked = download.run(batch, folder, announced, activity, tasks);
        asked.retainAll(batch.open(tasks));
        if (!asked.isEmpty()) {
            ImapFolder fresh = lease.open(batch.folder());
            if (!isOther(fresh, batch, tasks)) {
                settleMissing(batch, fresh, asked);
            }
        }
    }

    /** The second look, on a fresh view: what is there now comes back later. */
    private void settleMissing(FolderBatch batch, ImapFolder fresh, SortedSet<Long> missing)
            throws MailboxAccessException {
        Map<Long, ImapFolder.Announced> now = fresh.announced(missing);
        for (long uid : missing) {
            Flight flight = batch.flight(uid);
            if (now.containsKey(uid)) {
                answers.defer(List.of(flight), BUSY, "not_delivered", "the server has it but did not send it");
            } else {
                skip(batch, flight, "message_not_found");
            }
        }
    }

    private boolean isOther(ImapFolder folder, FolderBatch batch, Tasks tasks) throws MailboxAccessException {
        long now = folder.status().uidValidity();
        if (now == batch.uidValidity()) {
            return false;
        }
        if (now <= 0) {
            answers.defer(batch.left(tasks), BUSY, "uidvalidity_unknown", "the server announced no UIDVALIDITY");
        } else {
            batch.left(tasks).forEach(f -> skip(batch, f, "uidvalidity_changed"));
        }
        return true;
    }

    private void skip(FolderBatch batch, Flight flight, String why) {
        answers.skip(
                flight,
                batch.mailbox().tenant(),
                "source_unavailable:" + why,
                Map.of("folder", batch.folder(), "uidValidity", Long.toString(batch.uidValidity())));
    }
}
