package dev.waybill.consumer.admin;

import dev.waybill.consumer.admin.AccountLedger.KeyAndPointer;
import dev.waybill.consumer.admin.MailboxAccount.Tally;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueControl.MailboxStats;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Pointers that the queue counts and the provider did not list: of mails that have left the folder since, or of a provider that was
 * not asked. Discovery pointers are no mails, and a pointer of a settled mail (enqueued again, or not acked yet) is counted there.
 */
@Singleton
final class QueueRest {
    private static final int PAGE = 1_000;
    private static final List<Place> ALIVE = List.of(Place.WAITING, Place.IN_FLIGHT, Place.DELAYED);

    private final QueueControl queue;
    private final AccountLedger ledger;

    QueueRest(QueueControl queue, AccountLedger ledger) {
        this.queue = queue;
        this.ledger = ledger;
    }

    /**
     * Adds what the counts hold beyond {@code tally}. Counts were read before and after everything else, and are read once more at the
     * end; the smallest sum is taken: a pointer that moved from place to place, was settled or acked in between is not counted twice.
     */
    void addUnlisted(UUID mailbox, MailboxStats before, MailboxStats after, Tally tally) {
        Tally beyond = beyond(Math.min(alive(before), alive(after)) - tally.alive(), after, tally);
        if (beyond.alive() > 0) {
            subtract(beyond, queue.places(discovery(mailbox)).values());
        }
        String key = "";
        while (beyond.alive() > 0) {
            List<KeyAndPointer> page = ledger.page(mailbox, key, PAGE);
            if (page.isEmpty()) {
                break;
            }
            subtract(
                    beyond,
                    queue.places(page.stream().map(KeyAndPointer::pointer).toList())
                            .values());
            key = page.getLast().key();
        }
        if (beyond.alive() > 0) {
            takeBack(beyond, beyond.alive() - Math.max(0, alive(queue.mailbox(mailbox)) - tally.alive()));
        }
        ALIVE.forEach(place -> tally.add(place, beyond.of(place)));
    }

    private static void takeBack(Tally from, long most) {
        long left = Math.max(0, most);
        for (Place place : ALIVE.reversed()) {
            long gone = Math.min(left, from.of(place));
            from.add(place, -gone);
            left -= gone;
        }
    }

    private static Tally beyond(long pointers, MailboxStats now, Tally tally) {
        Tally beyond = new Tally();
        for (Place place : ALIVE) {
            long left = pointers - beyond.alive();
            beyond.add(place, Math.clamp(count(now, place) - tally.of(place), 0, Math.max(0, left)));
        }
        return beyond;
    }

    private static void subtract(Tally from, Collection<Place> places) {
        for (Place place : places) {
            ALIVE.stream()
                    .filter(p -> from.of(p) > 0)
                    .max(Comparator.comparing(p -> p == place))
                    .filter(p -> place != Place.DEAD)
                    .ifPresent(p -> from.add(p, -1));
        }
    }

    private static long alive(MailboxStats stats) {
        return stats.waiting() + stats.inFlight() + stats.delayed();
    }

    private static List<PointerId> discovery(UUID mailbox) {
        return List.of(
                new Pointer(mailbox, new Locator.Reconcile(0, "account"), 0, "").id(),
                new Pointer(mailbox, new Locator.GmailHistory("0"), 0, "").id());
    }

    private static long count(MailboxStats stats, Place place) {
        return switch (place) {
            case WAITING -> stats.waiting();
            case IN_FLIGHT -> stats.inFlight();
            case DELAYED -> stats.delayed();
            case DEAD -> stats.dead();
        };
    }
}
