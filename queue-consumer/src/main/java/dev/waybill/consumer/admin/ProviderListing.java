package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.ImapSession;
import dev.waybill.mailbox.ImapSessions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.PointerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Lists what a mailbox holds at its provider now, minus what the ledger has settled. Reads in windows of UIDs on a session of its
 * own; only UIDs that are not settled stay in memory, and at most {@link #MOST}.
 */
@Singleton
final class ProviderListing {
    private static final int MOST = 5_000_000;
    private static final int SLICE = 1_000;
    private static final long WINDOW = 10_000;
    private static final Instant EVERYTHING = Instant.EPOCH.plus(Duration.ofDays(366));
    private static final long LARGEST_UID = 4_294_967_295L;
    /** Numbers may be sparse: windows grow where they come back nearly empty, up to what one answer may hold. */
    private static final long WIDEST_WINDOW = 1L << 20;

    private final ImapSessions sessions;
    private final FolderMarks marks;
    private final AccountLedger ledger;
    /** People look at few mailboxes at a time; servers count connections. */
    private final Semaphore places = new Semaphore(4);

    ProviderListing(ImapSessions sessions, FolderMarks marks, AccountLedger ledger) {
        this.sessions = sessions;
        this.marks = marks;
        this.ledger = ledger;
    }

    /** What the provider said. */
    sealed interface Listing {
        /** Per folder, what is in scope and not settled. */
        record Listed(List<Uids> folders) implements Listing {}

        record NotListed(String reason) implements Listing {}
    }

    Listing unsettled(Mailbox mailbox) throws InterruptedException {
        return switch (mailbox.connection()) {
            case Connection.Imap imap -> imap(mailbox);
            case Connection.Graph graph -> notCompared();
            case Connection.Gmail gmail -> notCompared();
        };
    }

    private static Listing notCompared() {
        return new Listing.NotListed("mailboxes of this provider are not compared with the ledger yet");
    }

    private Listing imap(Mailbox mailbox) throws InterruptedException {
        places.acquire();
        try (ImapSession session = sessions.connect(mailbox)) {
            List<Uids> folders = new ArrayList<>();
            int left = MOST;
            for (String folder : mailbox.folders()) {
                Optional<Uids> rest = folder(session, mailbox, folder, left);
                if (rest.isEmpty()) {
                    return new Listing.NotListed(
                            "more than " + MOST + " mails wait; ask again when the backlog is smaller");
                }
                folders.add(rest.get());
                left -= rest.get().size();
            }
            return new Listing.Listed(folders);
        } catch (MailboxAccessException e) {
            return new Listing.NotListed(String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private Optional<Uids> folder(ImapSession session, Mailbox mailbox, String name, int most)
            throws MailboxAccessException {
        ImapFolder folder = session.examine(name);
        ImapSession.FolderStatus status = folder.status();
        Uids rest = new Uids(mailbox.id(), name, status.uidValidity());
        long start = start(mailbox, folder, status);
        long last = status.uidNext() > 0 ? status.uidNext() - 1 : LARGEST_UID;
        long window = status.messages() <= WINDOW ? last + 1 : WINDOW;
        for (long from = start; from <= last; ) {
            long to = Math.min(from + window - 1, last);
            List<Long> uids = folder.uids(from, to);
            keepUnsettled(mailbox, uids, rest);
            if (rest.size() > most) {
                return Optional.empty();
            }
            from = to + 1;
            window = next(window, uids.size());
        }
        return Optional.of(rest);
    }

    /** As the listener decides it: the mark of this UIDVALIDITY, and before there is one, by date. */
    private long start(Mailbox mailbox, ImapFolder folder, ImapSession.FolderStatus status)
            throws MailboxAccessException {
        Optional<FolderMark> mark = marks.all(mailbox.id()).stream()
                .filter(m -> m.folder().equals(folder.name()) && m.uidValidity() == status.uidValidity())
                .findFirst();
        if (mark.isPresent()) {
            return mark.get().startUid();
        }
        if (mailbox.startAt().isBefore(EVERYTHING)) {
            return 1;
        }
        List<Long> since = folder.uidsSince(mailbox.startAt());
        return since.isEmpty() ? Math.max(1, status.uidNext()) : since.getFirst();
    }

    private static long next(long window, int answered) {
        if (answered < WINDOW / 10) {
            return Math.min(window * 4, Math.max(window, WIDEST_WINDOW));
        }
        return answered > 2 * WINDOW ? Math.max(WINDOW, window / 4) : window;
    }

    private void keepUnsettled(Mailbox mailbox, List<Long> uids, Uids rest) {
        for (int from = 0; from < uids.size(); from += SLICE) {
            List<Long> slice = uids.subList(from, Math.min(from + SLICE, uids.size()));
            Map<PointerId, Long> unsettled = new LinkedHashMap<>();
            slice.forEach(uid -> unsettled.put(rest.idOf(uid), uid));
            unsettled.keySet().removeAll(ledger.settled(mailbox.id(), unsettled.keySet()));
            unsettled.values().forEach(rest::add);
        }
    }
}
