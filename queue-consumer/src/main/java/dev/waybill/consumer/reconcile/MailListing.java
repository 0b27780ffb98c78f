package dev.waybill.consumer.reconcile;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ids of what a mailbox holds at its provider; no bodies. One implementation a provider. */
public interface MailListing {
    /**
     * Begins to list; nothing is asked of the provider yet.
     *
     * @param since empty for what is not known to be complete; else also everything received since, and for the epoch everything
     */
    Walk walk(Mailbox mailbox, Optional<Instant> since) throws MailboxAccessException;

    /** Pages, folder by folder. For one thread. */
    interface Walk extends AutoCloseable {
        /** What the next page costs of what the provider grants. */
        int cost();

        /** Empty behind the last page of the last folder. */
        Optional<Page> next() throws MailboxAccessException;

        /** Up to where a folder that was walked to its end is complete: every mail before the first without a row has one. */
        void complete(String folder, Optional<Listed> firstWithoutRow);

        /** As {@link ReconcileReport#completeAt}, of all folders that were {@linkplain #complete told}. */
        Optional<Instant> completeAt();

        @Override
        void close();
    }

    /** {@code last}: of this folder. Each folder has a last page, an empty one maybe. */
    record Page(String folder, List<Listed> mails, boolean last) {
        public Page {
            mails = List.copyOf(mails);
        }
    }

    /** Within a folder oldest first, where the provider has an order. {@code receivedAt} is empty where a list does not tell. */
    record Listed(Locator mail, Optional<Instant> receivedAt) {}
}
