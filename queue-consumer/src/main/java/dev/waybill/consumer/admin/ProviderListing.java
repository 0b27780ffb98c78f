package dev.waybill.consumer.admin;

import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.reconcile.Listings;
import dev.waybill.consumer.reconcile.MailListing;
import dev.waybill.consumer.reconcile.MailListing.Listed;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Lists what a mailbox holds at its provider now, as reconciliation does, minus what the ledger has settled; only what is not settled
 * stays in memory, and at most {@link #MOST}.
 */
@Singleton
final class ProviderListing {
    private static final int MOST = 5_000_000;
    private static final int SLICE = 1_000;

    private final Listings listings;
    private final AccountLedger ledger;
    private final RateBudget rates;
    /** People look at few mailboxes at a time; servers count connections. */
    private final Semaphore places = new Semaphore(4);

    ProviderListing(Listings listings, AccountLedger ledger, RateBudget rates) {
        this.listings = listings;
        this.ledger = ledger;
        this.rates = rates;
    }

    /** What the provider said. */
    sealed interface Listing {
        /** What is in scope and not settled. */
        record Listed(UnsettledMails mails) implements Listing {}

        record NotListed(String reason) implements Listing {}
    }

    Listing unsettled(Mailbox mailbox) throws InterruptedException {
        places.acquire();
        UnsettledMails rest = new UnsettledMails(mailbox.id());
        try (MailListing.Walk walk = listings.of(mailbox).walk(mailbox, Optional.of(Instant.EPOCH))) {
            while (true) {
                Optional<Duration> over = walk.cost() == 0 ? Optional.empty() : rates.take(mailbox, walk.cost());
                if (over.isPresent()) {
                    return new Listing.NotListed(
                            "what the provider grants this mailbox is used up; ask again in " + over.get());
                }
                Optional<MailListing.Page> page = walk.next();
                if (page.isEmpty()) {
                    return new Listing.Listed(rest);
                }
                keepUnsettled(mailbox, page.get().mails(), rest);
                if (rest.size() > MOST) {
                    return new Listing.NotListed(
                            "more than " + MOST + " mails wait; ask again when the backlog is smaller");
                }
            }
        } catch (MailboxAccessException e) {
            return new Listing.NotListed(String.valueOf(e.getMessage()));
        } finally {
            places.release();
        }
    }

    private void keepUnsettled(Mailbox mailbox, List<Listed> mails, UnsettledMails rest) {
        List<PointerId> ids = mails.stream()
                .map(mail -> new Pointer(mailbox.id(), mail.mail(), 0, "").id())
                .toList();
        for (int from = 0; from < ids.size(); from += SLICE) {
            List<PointerId> slice = new ArrayList<>(ids.subList(from, Math.min(from + SLICE, ids.size())));
            Set<PointerId> settled = ledger.settled(mailbox.id(), slice);
            slice.stream().filter(id -> !settled.contains(id)).forEach(rest::add);
        }
    }
}
