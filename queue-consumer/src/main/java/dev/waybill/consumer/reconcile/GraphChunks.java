package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.reconcile.ApiListing.Chunk;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.Optional;

/** Mails of Microsoft 365 by their immutable ids, oldest first. */
public final class GraphChunks implements ApiListing.Chunks {
    private final GraphMail mails;

    public GraphChunks(GraphMail mails) {
        this.mails = mails;
    }

    @Override
    public int cost() {
        return 1;
    }

    @Override
    public Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next)
            throws MailboxAccessException {
        GraphMail.Page page = mails.list(mailbox, mails.folder(mailbox, folder), since, next);
        return new Chunk(
                page.messages().stream()
                        .filter(item -> !item.draft())
                        .map(item ->
                                new MailListing.Listed(new Locator.Graph(item.id()), Optional.of(item.receivedAt())))
                        .toList(),
                page.next());
    }
}
