package dev.waybill.consumer;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.reconcile.ApiListing;
import dev.waybill.consumer.reconcile.GmailChunks;
import dev.waybill.consumer.reconcile.GraphChunks;
import dev.waybill.consumer.reconcile.ImapListing;
import dev.waybill.consumer.reconcile.Listings;
import dev.waybill.consumer.reconcile.PostgresDeltaLinks;
import dev.waybill.consumer.reconcile.PostgresRowStates;
import dev.waybill.consumer.reconcile.ReconcileLog;
import dev.waybill.consumer.reconcile.Reconciler;
import dev.waybill.consumer.resolve.SessionPool;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** How mailboxes are compared with the ledger. */
@Singleton
final class ComparisonWiring {
    private final Pace pace;

    ComparisonWiring(Pace pace) {
        this.pace = pace;
    }

    @Produces
    @Singleton
    Listings listings(
            SessionPool imap,
            FolderMarks marks,
            GraphMail graph,
            GmailMail gmail,
            Database database,
            ReconcileLog log) {
        return new Listings(
                new ImapListing(imap, marks),
                new ApiListing(new GraphChunks(graph, new PostgresDeltaLinks(database)), log, pace),
                new ApiListing(new GmailChunks(gmail), log, pace));
    }

    @Produces
    @Singleton
    Reconciler reconciler(
            Listings listings,
            Database database,
            QueueControl control,
            PointerQueue queue,
            ReconcileLog log,
            RateBudget rates) {
        return new Reconciler(listings, new PostgresRowStates(database), control, queue, log, rates, pace);
    }
}
