package dev.waybill.consumer.discover;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.waybill.consumer.discover.HistoryCursors.Cursor;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GmailMail.Arrival;
import dev.waybill.mailbox.GmailMail.History;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the history of a Gmail mailbox from its cursor on, through all pages, and enqueues a pointer to each mail that came under a
 * watched label, or was put under one later. The cursor moves behind the last enqueue only. A crash before that leaves pointers in the
 * queue and the cursor where it was: the same history is read again, its pointers coalesce or are known. A crash behind it leaves only
 * the discovery pointer, which finds nothing new.
 *
 * <p>The history id that was pushed is no place to read from: nothing lies behind it. It only tells whether the history lags, and is
 * believed a few times only, because anybody's id may come that way. A history that Gmail has forgotten is made up for by a list of the
 * labels from an hour before it was last complete; where the history stands is asked before the list begins.
 *
 * <p>Gmail pushes a mailbox at most once a second and drops what is more without a word. So each push is looked after a second time,
 * when that second is over: the second of two mails that come together would wait for a third one else, or for a comparison.
 */
public final class GmailDiscovery implements Discovery {
    private static final int HISTORY = 2;
    private static final int LIST = 5;
    private static final int PROFILE_AND_LABELS = 3;
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final Duration FIRST_RECHECK = Duration.ofMillis(500);
    private static final int RECHECKS = 6;
    /** Behind the second in which nothing more is pushed. */
    private static final Duration SILENT_SECOND = Duration.ofMillis(1_100);

    /** Of these, none is a mail that somebody sent to the mailbox, or wants to see in it. */
    private static final Set<String> NEVER = Set.of("DRAFT", "CHAT", "SPAM", "TRASH");

    private final GmailMail mails;
    private final HistoryCursors cursors;
    private final PointerQueue queue;
    private final RateBudget rates;
    private final Pace pace;
    private final Cache<UUID, Recheck> rechecks = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /** The newest push of each mailbox that is looked after a second time. */
    private final Cache<UUID, BigInteger> lookedAfter = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    public GmailDiscovery(GmailMail mails, HistoryCursors cursors, PointerQueue queue, RateBudget rates, Pace pace) {
        this.mails = mails;
        this.cursors = cursors;
        this.queue = queue;
        this.rates = rates;
        this.pace = pace;
    }

    private record Recheck(BigInteger hint, int times) {}

    /** Ends a look whose provider grants no more for the moment. */
    private static final class OverRate extends Exception {
        private final Duration pause;

        private OverRate(Duration pause) {
            super("", null, false, false);
            this.pause = pause;
        }
    }

    @Override
    public Look look(Mailbox mailbox, Locator pointer, Runnable progress) throws MailboxAccessException {
        BigInteger hint = pointer instanceof Locator.GmailHistory(String id) ? new BigInteger(id) : BigInteger.ZERO;
        try {
            return look(mailbox, hint, progress);
        } catch (OverRate over) {
            return new Look.OverRate(over.pause);
        }
    }

    private Look look(Mailbox mailbox, BigInteger hint, Runnable progress) throws MailboxAccessException, OverRate {
        spend(mailbox, PROFILE_AND_LABELS);
        Set<String> watched = new LinkedHashSet<>();
        for (String folder : mailbox.folders()) {
            watched.add(mails.label(mailbox, folder));
        }
        Optional<Cursor> known = cursors.find(mailbox.id());
        if (known.isEmpty()) {
            BigInteger now = mails.historyId(mailbox);
            int found = list(mailbox, watched, mailbox.startAt(), progress);
            cursors.begin(mailbox.id(), now);
            return new Look.Done(found);
        }
        Cursor cursor = known.get();
        int found = 0;
        Optional<String> next = Optional.empty();
        do {
            spend(mailbox, HISTORY);
            switch (mails.history(mailbox, cursor.historyId(), next)) {
                case History.Forgotten forgotten -> {
                    return madeUp(mailbox, cursor, watched, progress);
                }
                case History.Page page -> {
                    found += enqueue(mailbox, mailsIn(page.arrivals(), watched), Priority.LIVE);
                    next = page.next();
                    progress.run();
                    if (next.isEmpty()) {
                        cursors.advance(cursor, page.upTo());
                        return lag(mailbox, hint, page.upTo())
                                .or(() -> silentSecond(cursor, hint, page.upTo()))
                                .orElse(new Look.Done(found));
                    }
                }
            }
        } while (true);
    }

    private Look madeUp(Mailbox mailbox, Cursor cursor, Set<String> watched, Runnable progress)
            throws MailboxAccessException, OverRate {
        BigInteger now = mails.historyId(mailbox);
        Instant overlap = cursor.completeAt().minus(OVERLAP);
        Instant since = overlap.isBefore(mailbox.startAt()) ? mailbox.startAt() : overlap;
        int found = list(mailbox, watched, since, progress);
        cursors.restart(cursor, now);
        return new Look.Done(found);
    }

    private int list(Mailbox mailbox, Set<String> watched, Instant since, Runnable progress)
            throws MailboxAccessException, OverRate {
        int found = 0;
        for (String label : watched) {
            Optional<String> next = Optional.empty();
            do {
                spend(mailbox, LIST);
                GmailMail.Page page = mails.list(mailbox, label, since, next);
                found += enqueue(mailbox, page.messageIds(), Priority.BACKFILL);
                next = page.next();
                progress.run();
            } while (next.isPresent());
        }
        return found;
    }

    /** In the order of the history; a mail that came and was labelled since stands in it twice. */
    static Collection<String> mailsIn(List<Arrival> arrivals, Set<String> watched) {
        Set<String> found = new LinkedHashSet<>();
        for (Arrival arrival : arrivals) {
            Set<String> unwanted = new HashSet<>(arrival.labels());
            unwanted.retainAll(NEVER);
            Set<String> reached = new HashSet<>(arrival.added());
            reached.retainAll(watched);
            boolean onlySent =
                    arrival.labels().contains("SENT") && !arrival.labels().contains("INBOX");
            if (unwanted.isEmpty() && !reached.isEmpty() && !onlySent) {
                found.add(arrival.messageId());
            }
        }
        return found;
    }

    private int enqueue(Mailbox mailbox, Collection<String> messageIds, Priority priority) {
        long now = pace.now().toEpochMilli();
        List<Pointer> pointers = messageIds.stream()
                .map(id -> new Pointer(mailbox.id(), new Locator.Gmail(id), now, ""))
                .toList();
        for (int from = 0; from < pointers.size(); from += PointerQueue.MAX_BATCH) {
            queue.enqueue(pointers.subList(from, Math.min(from + PointerQueue.MAX_BATCH, pointers.size())), priority);
        }
        return pointers.size();
    }

    private Optional<Look> lag(Mailbox mailbox, BigInteger hint, BigInteger shown) {
        if (hint.compareTo(shown) <= 0) {
            rechecks.invalidate(mailbox.id());
            return Optional.empty();
        }
        Recheck now = rechecks.asMap()
                .compute(
                        mailbox.id(),
                        (id, before) -> before == null || !before.hint().equals(hint)
                                ? new Recheck(hint, 1)
                                : new Recheck(hint, before.times() + 1));
        if (now.times() > RECHECKS) {
            return Optional.empty();
        }
        return Optional.of(new Look.Again(
                FIRST_RECHECK.multipliedBy(1L << (now.times() - 1)),
                "history_lags",
                "Gmail pushed more than its history shows yet"));
    }

    /** Once for each push that told of something new; one whose id was not believed proves no push. */
    private Optional<Look> silentSecond(Cursor before, BigInteger hint, BigInteger shown) {
        if (hint.compareTo(shown) > 0) {
            return Optional.empty();
        }
        BigInteger last = lookedAfter.asMap().getOrDefault(before.mailbox(), before.historyId());
        if (hint.compareTo(last) <= 0) {
            return Optional.empty();
        }
        lookedAfter.put(before.mailbox(), hint);
        return Optional.of(
                new Look.Again(SILENT_SECOND, "silent_second", "Gmail drops what it would push within a second"));
    }

    private void spend(Mailbox mailbox, int units) throws OverRate {
        Optional<Duration> over = rates.take(mailbox, units);
        if (over.isPresent()) {
            throw new OverRate(over.get());
        }
    }
}
