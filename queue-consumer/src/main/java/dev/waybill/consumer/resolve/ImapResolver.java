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
import java.util.HashMap;
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

    /** A mail counts as gone when this many fresh views do not have it. */
    private static final int LOOKS = 2;

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
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
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
            case Error e -> true;
            case MailboxAccessException e -> e.reason().equals("server_error");
            default -> false;
        };
    }

    private void fetch(FolderBatch batch, SessionPool.Lease lease, Activity activity, Tasks tasks)
            throws MailboxAccessException, IOException {
        FolderView view = lease.view(batch.folder(), batch.flights().lastKey());
        if (!view.fresh() && view.uidValidity() != batch.uidValidity()) {
            view = lease.fresh(batch.folder());
        }
        if (isOther(view, batch, tasks)) {
            return;
        }
        activity.progress();
        Map<Long, ImapFolder.Announced> announced = new HashMap<>(view.folder().announced(batch.open(tasks)));
        for (int looks = view.fresh() ? 1 : 0;
                looks < LOOKS && !missing(batch, announced, tasks).isEmpty();
                looks++) {
            view = lease.fresh(batch.folder());
            if (isOther(view, batch, tasks)) {
                return;
            }
            announced.putAll(view.folder().announced(missing(batch, announced, tasks)));
            activity.progress();
        }
        missing(batch, announced, tasks).forEach(uid -> skip(batch, batch.flight(uid), "message_not_found"));
        SortedSet<Long> asked = download.run(batch, view.folder(), announced, activity, tasks);
        asked.retainAll(batch.open(tasks));
        if (!asked.isEmpty()) {
            settleUnsent(batch, lease, asked, tasks);
        }
    }

    private static SortedSet<Long> missing(FolderBatch batch, Map<Long, ImapFolder.Announced> announced, Tasks tasks) {
        SortedSet<Long> missing = batch.open(tasks);
        missing.removeAll(announced.keySet());
        return missing;
    }

    /** Announced, and not sent: expunged in between, unless a fresh view still has it; then it comes back later. */
    private void settleUnsent(FolderBatch batch, SessionPool.Lease lease, SortedSet<Long> unsent, Tasks tasks)
            throws MailboxAccessException {
        FolderView view = lease.fresh(batch.folder());
        if (isOther(view, batch, tasks)) {
            return;
        }
        Map<Long, ImapFolder.Announced> now = view.folder().announced(unsent);
        for (long uid : unsent) {
            Flight flight = batch.flight(uid);
            if (now.containsKey(uid)) {
                answers.defer(List.of(flight), BUSY, "not_delivered", "the server has it but did not send it");
            } else {
                skip(batch, flight, "message_not_found");
            }
        }
    }

    private boolean isOther(FolderView view, FolderBatch batch, Tasks tasks) {
        if (view.uidValidity() == batch.uidValidity()) {
            return false;
        }
        if (view.uidValidity() <= 0) {
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
