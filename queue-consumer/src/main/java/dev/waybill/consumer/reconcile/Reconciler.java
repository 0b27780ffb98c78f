package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.answer.Answers;
import dev.waybill.consumer.discover.Discovery;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.resolve.FailedLook;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jboss.logging.Logger;

/**
 * Compares a mailbox with the ledger: what the provider lists, minus what has been settled, minus what is on its way, is enqueued. Holds
 * a page of ids at a time. Only a folder that was listed to its end says how far it is complete, and only up to the first mail without
 * a row: what merely waits in Redis can be lost with it. A dead row counts as one, because it says in PostgreSQL that the mail is
 * dead; when the DLQ has lost its letter, a comparison of the whole folder enqueues it again.
 */
public final class Reconciler implements Discovery {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    /** A pointer moves within milliseconds; a mail that was listed is enqueued by who watches within a second. */
    private static final Duration SECOND_LOOK = Duration.ofMillis(700);

    private static final Duration TELL = Duration.ofSeconds(2);

    private final Listings listings;
    private final FolderComparison.Means means;
    private final ReconcileLog log;
    private final RateBudget rates;
    private final Pace pace;

    public Reconciler(
            Listings listings,
            RowStates rows,
            QueueControl control,
            PointerQueue queue,
            ReconcileLog log,
            RateBudget rates,
            Pace pace) {
        this.listings = listings;
        this.means = new FolderComparison.Means(
                rows, control, queue, () -> pace.now().toEpochMilli());
        this.log = log;
        this.rates = rates;
        this.pace = pace;
    }

    /** Ends a comparison whose provider grants no more for the moment. */
    private static final class OverRate extends Exception {
        private final Duration pause;

        private OverRate(Duration pause) {
            super("", null, false, false);
            this.pause = pause;
        }
    }

    @Override
    public Look look(Mailbox mailbox, Locator pointer, Runnable progress) throws MailboxAccessException {
        if (!(pointer instanceof Locator.Reconcile(long since, String reason))) {
            throw new IllegalArgumentException(pointer.kind() + " asks for no comparison");
        }
        log.started(mailbox.id(), reason);
        try {
            ReconcileReport report =
                    walk(mailbox, window(since), false, found -> tell(mailbox.id(), found, progress), progress);
            readHistory(mailbox);
            log.finished(mailbox.id(), report);
            return new Look.Done((int) Math.min(report.total().enqueued(), Integer.MAX_VALUE));
        } catch (OverRate over) {
            log.failed(mailbox.id(), "what the provider grants is used up; it goes on by itself in " + over.pause);
            return new Look.OverRate(over.pause);
        }
    }

    /** What becomes of those that end in an exception. */
    public FailedLook failures(Answers answers) {
        return new FailedComparison(answers, log);
    }

    /** A mail that was put under a watched label long after it came is in no window of time; Gmail's history tells of it. */
    private void readHistory(Mailbox mailbox) {
        if (mailbox.connection() instanceof Connection.Gmail) {
            Pointer history = new Pointer(
                    mailbox.id(), new Locator.GmailHistory("0"), pace.now().toEpochMilli(), "");
            means.queue().enqueue(List.of(history), Priority.BACKFILL);
        }
    }

    /** {@link Long#MAX_VALUE}: what is not known to be complete. */
    private static Optional<Instant> window(long since) {
        return since == Long.MAX_VALUE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }

    private void tell(UUID mailbox, long found, Runnable progress) {
        log.progressed(mailbox, found);
        progress.run();
    }

    /**
     * Compares and reports; a dry run enqueues nothing and remembers nothing.
     *
     * @param since empty for what is not known to be complete; else also everything received since
     */
    public ReconcileReport compare(Mailbox mailbox, Optional<Instant> since, boolean dryRun, Runnable progress)
            throws MailboxAccessException {
        try {
            return walk(mailbox, since, dryRun, found -> {}, progress);
        } catch (OverRate over) {
            throw new MailboxAccessException(
                    FailureClass.THROTTLED,
                    "throttled",
                    "what the provider grants this mailbox is used up; ask again in " + over.pause,
                    over.pause,
                    over);
        }
    }

    private ReconcileReport walk(
            Mailbox mailbox, Optional<Instant> since, boolean dryRun, LongConsumer found, Runnable progress)
            throws MailboxAccessException, OverRate {
        List<FolderReport> folders = new ArrayList<>();
        List<PointerId> missing = new ArrayList<>();
        long listed = 0;
        long told = pace.nanos();
        try (MailListing.Walk walk = listings.of(mailbox).walk(mailbox, since)) {
            Optional<MailListing.Page> page = next(mailbox, walk);
            while (page.isPresent()) {
                FolderComparison folder =
                        new FolderComparison(mailbox.id(), page.get().folder(), means, dryRun);
                boolean last = false;
                while (!last && page.isPresent()) {
                    folder.add(page.get().mails());
                    listed += page.get().mails().size();
                    last = page.get().last();
                    progress.run();
                    if (pace.nanos() - told > TELL.toNanos()) {
                        found.accept(listed);
                        told = pace.nanos();
                    }
                    page = last ? page : next(mailbox, walk);
                }
                end(folder);
                if (!dryRun) {
                    walk.complete(folder.report().folder(), folder.firstWithoutRow());
                }
                folders.add(folder.report());
                missing.addAll(folder.missing());
                page = next(mailbox, walk);
            }
            ReconcileReport report = new ReconcileReport(folders, missing, walk.completeAt());
            tellOperator(mailbox, report, dryRun);
            return report;
        }
    }

    private Optional<MailListing.Page> next(Mailbox mailbox, MailListing.Walk walk)
            throws MailboxAccessException, OverRate {
        Optional<Duration> over = walk.cost() == 0 ? Optional.empty() : rates.take(mailbox, walk.cost());
        if (over.isPresent()) {
            throw new OverRate(over.get());
        }
        return walk.next();
    }

    private void end(FolderComparison folder) throws MailboxAccessException {
        if (folder.isInDoubt()) {
            try {
                pace.sleep(SECOND_LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MailboxAccessException(
                        FailureClass.TRANSIENT, "timeout", "the comparison was interrupted", null, e);
            }
            folder.lookAgain();
        }
    }

    private static void tellOperator(Mailbox mailbox, ReconcileReport report, boolean dryRun) {
        FolderReport total = report.total();
        if (total.missing() > 0 && !dryRun) {
            LOG.infof(
                    "Mailbox %s: of %d mails that were compared, %d were neither in the ledger nor in the queue; %d"
                            + " enqueued",
                    mailbox.id(), total.found(), total.missing(), total.enqueued());
        }
    }
}
