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
import java.util.List;
import java.util.Map;
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
     * Adds what the counts hold beyond {@code tally}. Counts were read before and after everything else; the smaller one is taken,
     * so that a pointer which moved in between is not counted twice.
     */
    void addUnlisted(UUID mailbox, MailboxStats before, MailboxStats after, Tally tally) {
        Tally beyond = new Tally();
        for (Place place : ALIVE) {
            long counted = Math.min(count(before, place), count(after, place));
            beyond.add(place, Math.max(0, counted - tally.of(place)));
        }
        if (beyond.alive() > 0) {
            subtract(beyond, queue.places(discovery(mailbox)));
        }
        String key = "";
        while (beyond.alive() > 0) {
            List<KeyAndPointer> page = ledger.page(mailbox, key, PAGE);
            if (page.isEmpty()) {
                break;
            }
            subtract(
                    beyond,
                    queue.places(page.stream().map(KeyAndPointer::pointer).toList()));
            key = page.getLast().key();
        }
        ALIVE.forEach(place -> tally.add(place, beyond.of(place)));
    }

    private static void subtract(Tally from, Map<PointerId, Place> places) {
        places.values().forEach(place -> {
            if (from.of(place) > 0) {
                from.add(place, -1);
            }
        });
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
