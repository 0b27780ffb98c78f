package dev.waybill.imap;

import dev.waybill.imap.NoticeQueue.Notice;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession.FolderStatus;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the queue up to the end of one folder: reads on from the folder's position, page by page, each page and the move of the
 * position in one script. Without a position that fits (first time, new UIDVALIDITY, Redis wiped or fallen back) it reads again from
 * the folder's mark; what is known already is refused by the ledger. A crash anywhere leaves a position below which all is enqueued.
 */
final class FolderCatchUp {
    private static final Logger LOG = Logger.getLogger(FolderCatchUp.class);

    /** Servers that show a lower UID late do so within minutes. */
    private static final Duration LATE = Duration.ofMinutes(10);

    /** A folder whose position goes on changing is compared so often. */
    private static final Duration COMPARED_AT_MOST = Duration.ofMinutes(1);

    /** Only a second listener on the same mailbox makes a position move under us again and again. */
    private static final int MOST_MISMATCHES = 5;

    private final Mailbox mailbox;
    private final String name;
    private final NoticeQueue queue;
    private final ListenerMetrics metrics;
    private final Time time;
    private final String field;
    private final FolderScope scope;
    private final LateUids late = new LateUids();
    private FolderPosition known = FolderPosition.NONE;
    private @Nullable String doubt;
    private Instant comparedUntil = Instant.MIN;

    FolderCatchUp(Mailbox mailbox, String name, ListenerPorts ports) {
        this.mailbox = mailbox;
        this.name = name;
        this.queue = ports.queue();
        this.metrics = ports.metrics();
        this.time = ports.time();
        this.field = FolderPosition.field(mailbox.id(), name);
        this.scope = new FolderScope(mailbox, name, ports.marks());
    }

    String name() {
        return name;
    }

    /** Whether the server's word says that there may be something new. */
    boolean isBehind(FolderStatus status) {
        return known.uidValidity() != status.uidValidity() || known.lastUid() < status.uidNext() - 1;
    }

    /**
     * Whether one search finds nothing but what this process enqueued: all that an idle folder needs now and then. Whether the position
     * still lies in Redis is not asked: the next mail's move of it tells.
     */
    boolean isCaughtUp(ImapFolder folder) throws MailboxAccessException {
        FolderStatus status = folder.lastStatus();
        if (doubt != null || !late.primed() || known.uidValidity() != status.uidValidity()) {
            return false;
        }
        return folder.uids(lowest(folder, known, status), UidPages.LAST_UID).stream()
                .allMatch(uid -> uid <= known.lastUid() && late.knows(uid));
    }

    /**
     * Reads to the end of the folder, or until the stop.
     *
     * @throws dev.waybill.queue.QueueException the queue did not take a page; the position stands, run again
     * @throws RegistryUnavailableException the folder's mark is needed and cannot be read or begun; run again
     */
    void run(ImapFolder folder, StopSignal stop) throws MailboxAccessException {
        for (int i = 0; i < MOST_MISMATCHES && !stop.requested(); i++) {
            if (readOn(folder, stop)) {
                askInDoubt();
                return;
            }
            metrics.positionMismatch();
            doubt = "position_mismatch";
        }
        askInDoubt();
        if (!stop.requested()) {
            LOG.warnf(
                    "mailbox %s, folder '%s': its position moved %d times while it was read; does a second listener"
                            + " watch it? Nothing is lost, it is read again on the next news",
                    mailbox.id(), name, MOST_MISMATCHES);
        }
    }

    /** Reading again should have found everything; a comparison with the ledger proves it. */
    private void askInDoubt() {
        String reason = doubt;
        if (reason != null && !time.now().isBefore(comparedUntil)) {
            queue.compare(mailbox.id(), reason);
            comparedUntil = time.now().plus(COMPARED_AT_MOST);
            doubt = null;
        }
    }

    /** The position is read before the folder's status, so that it can never be ahead of it. */
    private boolean readOn(ImapFolder folder, StopSignal stop) throws MailboxAccessException {
        String stored = queue.position(field).orElse("");
        FolderStatus status = folder.status();
        FolderPosition at = FolderPosition.parse(stored);
        if (at.uidValidity() != status.uidValidity() || at.isBehind(known)) {
            whyAgain(at, status).ifPresent(why -> doubt = why);
            return readAgain(folder, status, stored, stop);
        }
        if (known.uidValidity() != status.uidValidity()) {
            late.restart(false);
        }
        long ahead = status.uidNext() - 1 - at.lastUid();
        Priority priority = ahead > UidPages.SIZE ? Priority.BACKFILL : Priority.LIVE;
        return drain(new Reading(folder, at, stored, priority), lowest(folder, at, status), status.uidNext() - 1, stop);
    }

    /** Empty for a folder that is read for the first time. */
    private Optional<String> whyAgain(FolderPosition at, FolderStatus status) {
        if (at.equals(FolderPosition.NONE)) {
            return known.equals(FolderPosition.NONE) ? Optional.empty() : Optional.of("position_lost");
        }
        return Optional.of(at.uidValidity() == status.uidValidity() ? "position_fell_back" : "uidvalidity_changed");
    }

    private boolean readAgain(ImapFolder folder, FolderStatus status, String stored, StopSignal stop)
            throws MailboxAccessException {
        long from = scope.lowestNow(folder, status);
        metrics.reread();
        LOG.infof(
                "mailbox %s, folder '%s': reading from UID %d under UIDVALIDITY %d; the queue's position was '%s'",
                mailbox.id(), name, from, status.uidValidity(), stored);
        late.restart(true);
        FolderPosition at = new FolderPosition(status.uidValidity(), from - 1);
        return drain(new Reading(folder, at, stored, Priority.BACKFILL), from, status.uidNext() - 1, stop);
    }

    /**
     * The lowest UID to look at from a position: a little below it for those that appear late. Without PostgreSQL the position alone is
     * enough to go on; only late UIDs are not looked for.
     */
    private long lowest(ImapFolder folder, FolderPosition at, FolderStatus status) throws MailboxAccessException {
        long next = at.lastUid() + 1;
        try {
            return Math.min(next, Math.max(LateUids.lowest(at.lastUid()), scope.lowest(folder, status)));
        } catch (RegistryUnavailableException e) {
            LOG.debugf(e, "mailbox %s, folder '%s': going on without its mark", mailbox.id(), name);
            return next;
        }
    }

    /** False if the position was not the expected one. */
    private boolean drain(Reading reading, long from, long top, StopSignal stop) throws MailboxAccessException {
        UidPages pages = new UidPages(reading.folder(), from, top);
        String expected = reading.stored();
        FolderPosition reached = reading.at();
        for (Optional<UidPages.Page> page = pages.next(); page.isPresent(); page = pages.next()) {
            if (stop.requested()) {
                return true;
            }
            metrics.page();
            reached = reached.upTo(page.get().upTo());
            List<Long> wanted = wanted(reading, page.get().uids());
            if (!wanted.isEmpty()) {
                Notice notice = new Notice(mailbox.id(), name, reached.uidValidity(), wanted, reading.priority());
                if (!isAccepted(queue.enqueue(notice, new PositionMove(field, expected, reached.text())), reached)) {
                    return false;
                }
                wanted.forEach(late::saw);
                expected = reached.text();
            }
        }
        if (!expected.equals(reached.text())) {
            return isAccepted(queue.move(new PositionMove(field, expected, reached.text())), reached);
        }
        known = reached;
        return true;
    }

    private boolean isAccepted(Enqueue result, FolderPosition reached) {
        return switch (result) {
            case Enqueue.Accepted accepted -> {
                known = reached;
                yield true;
            }
            case Enqueue.PositionMismatch mismatch -> {
                LOG.infof(
                        "mailbox %s, folder '%s': the queue's position is '%s', not the expected one",
                        mailbox.id(), name, mismatch.current());
                yield false;
            }
        };
    }

    private List<Long> wanted(Reading reading, List<Long> uids) throws MailboxAccessException {
        long last = reading.at().lastUid();
        List<Long> wanted = new ArrayList<>(uids.size());
        TreeSet<Long> below = new TreeSet<>();
        for (long uid : uids) {
            if (uid > last) {
                wanted.add(uid);
            } else if (!late.knows(uid)) {
                below.add(uid);
            }
        }
        wanted.addAll(0, late.primed() ? below : recent(reading.folder(), below));
        late.prime();
        return wanted;
    }

    /** After a start nobody remembers what was enqueued below the position: only what arrived just now can have been overlooked. */
    private List<Long> recent(ImapFolder folder, SortedSet<Long> below) throws MailboxAccessException {
        if (below.isEmpty()) {
            return List.of();
        }
        Instant since = time.now().minus(LATE);
        List<Long> recent = folder.announced(below).values().stream()
                .filter(mail -> mail.internalDate().isAfter(since))
                .map(ImapFolder.Announced::uid)
                .sorted()
                .toList();
        below.removeAll(recent);
        below.forEach(late::saw);
        return recent;
    }

    /** One pass over a folder: where it began, and the text that lies in Redis for it. */
    private record Reading(ImapFolder folder, FolderPosition at, String stored, Priority priority) {}
}
