package dev.waybill.consumer.admin;

import dev.waybill.consumer.admin.AccountLedger.Counts;
import dev.waybill.consumer.admin.AccountLedger.Outcome;
import dev.waybill.consumer.admin.ProviderListing.Listing;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for every mail of a mailbox, each counted once: what the ledger settled, else where its pointer is, else dead, else
 * unaccounted.
 *
 * <p>A pointer moves while this reads. So each listed mail's place is read before the ledger is (a snapshot): what left the queue in
 * between is in the ledger by then. What is in neither is looked at again after a while before it counts as unaccounted.
 */
@Singleton
final class MailboxAccount {
    private static final int SLICE = 1_000;
    private static final int MOST_DEAD = 100_000;
    private static final Duration SECOND_LOOK = Duration.ofMillis(700);

    private final QueueControl queue;
    private final AccountLedger ledger;
    private final ProviderListing provider;
    private final UnrecordedDead unrecorded;
    private final QueueRest rest;
    private final Pace pace;

    MailboxAccount(
            QueueControl queue,
            AccountLedger ledger,
            ProviderListing provider,
            UnrecordedDead unrecorded,
            QueueRest rest,
            Pace pace) {
        this.queue = queue;
        this.ledger = ledger;
        this.provider = provider;
        this.unrecorded = unrecorded;
        this.rest = rest;
        this.pace = pace;
    }

    /** {@code last}: how the mailbox was compared last, for the account to tell. */
    AccountView of(Mailbox mailbox, MailboxView view, AccountView.Reconciliation last, boolean askProvider)
            throws InterruptedException {
        QueueControl.MailboxStats before = queue.mailbox(mailbox.id());
        Listing listing = listing(mailbox, view, askProvider);
        UnsettledMails listed = listing instanceof Listing.Listed(var mails) ? mails : new UnsettledMails(mailbox.id());
        readPlaces(listed);
        Set<PointerId> revived = revived(mailbox.id());

        Tally tally = new Tally();
        List<PointerId> missing = new ArrayList<>();
        Counts counts = ledger.snapshot(mailbox.id(), snapshot -> {
            for (int from = 0; from < listed.size(); from += SLICE) {
                int to = Math.min(from + SLICE, listed.size());
                sort(listed, from, to, snapshot.outcomes(ids(listed, from, to)), revived, tally, missing);
            }
            return snapshot.counts(revived);
        });
        long unaccounted = secondLook(mailbox.id(), missing, tally, counts);
        QueueControl.MailboxStats after = queue.mailbox(mailbox.id());
        unrecorded.count(mailbox.id(), after.dead()).forEach((reason, n) -> counts.add(new Outcome("dead", reason), n));
        rest.addUnlisted(mailbox.id(), before, after, tally);
        return view(view, last, tally, counts, after.held() || mailbox.paused(), listing, unaccounted);
    }

    private Listing listing(Mailbox mailbox, MailboxView view, boolean ask) throws InterruptedException {
        if (!ask) {
            return new Listing.NotListed("not asked for");
        }
        if (view.state().equals(MailboxState.AUTH_FAILED.id())) {
            // Every more wrong login brings the account nearer to a lockout.
            return new Listing.NotListed("the credential is refused: " + view.lastError());
        }
        return provider.unsettled(mailbox);
    }

    private void readPlaces(UnsettledMails mails) {
        for (int from = 0; from < mails.size(); from += SLICE) {
            int to = Math.min(from + SLICE, mails.size());
            Map<PointerId, Place> found = queue.places(ids(mails, from, to));
            for (int i = from; i < to; i++) {
                mails.place(i, found.get(mails.id(i)));
            }
        }
    }

    /** Pointers that an operator replayed: their rows say dead, and they live. */
    private Set<PointerId> revived(UUID mailbox) {
        Set<PointerId> alive = new HashSet<>();
        List<PointerId> dead = ledger.dead(mailbox, MOST_DEAD);
        for (int from = 0; from < dead.size(); from += SLICE) {
            queue.places(dead.subList(from, Math.min(from + SLICE, dead.size())))
                    .forEach((id, place) -> {
                        if (place != Place.DEAD) {
                            alive.add(id);
                        }
                    });
        }
        return alive;
    }

    private static void sort(
            UnsettledMails mails,
            int from,
            int to,
            Map<PointerId, Outcome> outcomes,
            Set<PointerId> revived,
            Tally tally,
            List<PointerId> missing) {
        for (int i = from; i < to; i++) {
            PointerId id = mails.id(i);
            Outcome outcome = outcomes.get(id);
            Place place = mails.place(i);
            boolean inCounts = outcome != null && (outcome.settled() || !revived.contains(id));
            if (inCounts || place == Place.DEAD) {
                continue;
            }
            if (place == null) {
                missing.add(id);
            } else {
                tally.add(place, 1);
            }
        }
    }

    /** Queue first, then ledger, as before. Returns how many are in neither still. */
    private long secondLook(UUID mailbox, List<PointerId> missing, Tally tally, Counts counts)
            throws InterruptedException {
        if (missing.isEmpty()) {
            return 0;
        }
        pace.sleep(SECOND_LOOK);
        long unaccounted = 0;
        for (int from = 0; from < missing.size(); from += SLICE) {
            List<PointerId> slice = missing.subList(from, Math.min(from + SLICE, missing.size()));
            Map<PointerId, Place> places = queue.places(slice);
            Map<PointerId, Outcome> outcomes = ledger.outcomes(mailbox, slice);
            for (PointerId id : slice) {
                unaccounted += again(outcomes.get(id), places.get(id), tally, counts);
            }
        }
        return unaccounted;
    }

    private static int again(@Nullable Outcome outcome, @Nullable Place place, Tally tally, Counts counts) {
        if (outcome != null && (outcome.settled() || place == null || place == Place.DEAD)) {
            counts.add(outcome, 1);
        } else if (place == null) {
            return 1;
        } else if (place != Place.DEAD) {
            tally.add(place, 1);
        }
        return 0;
    }

    private static List<PointerId> ids(UnsettledMails mails, int from, int to) {
        List<PointerId> ids = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            ids.add(mails.id(i));
        }
        return ids;
    }

    private static AccountView view(
            MailboxView mailbox,
            AccountView.Reconciliation last,
            Tally tally,
            Counts counts,
            boolean held,
            Listing listing,
            long unaccounted) {
        AccountView.Outcomes outcomes = counts.view();
        boolean checked = listing instanceof Listing.Listed;
        long waiting = tally.of(Place.WAITING);
        return new AccountView(
                mailbox.address(),
                mailbox.provider(),
                mailbox.state(),
                mailbox.since(),
                mailbox.lastError(),
                mailbox.nextTry(),
                held ? 0 : waiting,
                tally.of(Place.IN_FLIGHT),
                tally.of(Place.DELAYED),
                held ? waiting : 0,
                outcomes,
                outcomes.total() + tally.alive() + unaccounted,
                checked ? unaccounted : null,
                checked,
                listing instanceof Listing.NotListed(var reason) ? reason : "",
                mailbox.id(),
                mailbox.tenant(),
                mailbox.folders(),
                last);
    }

    /** Mails whose pointers live, by place. */
    static final class Tally {
        private final Map<Place, Long> counts = new EnumMap<>(Place.class);

        void add(Place place, long n) {
            counts.merge(place, n, Long::sum);
        }

        long of(Place place) {
            return counts.getOrDefault(place, 0L);
        }

        long alive() {
            return of(Place.WAITING) + of(Place.IN_FLIGHT) + of(Place.DELAYED);
        }
    }
}
