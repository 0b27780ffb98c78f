package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.Optional;

/** Microsoft 365's mails by their immutable ids. */
final class GraphListing implements Listing {
    private final GraphMail mails;

    GraphListing(GraphMail mails) {
        this.mails = mails;
    }

    @Override
    public Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next)
            throws MailboxAccessException {
        GraphMail.Page page = mails.list(mailbox, mails.folder(mailbox, folder), since, next);
        return new Chunk(
                page.messages().stream()
                        .filter(item -> !item.draft())
                        .<Locator>map(item -> new Locator.Graph(item.id()))
                        .toList(),
                page.next());
    }
}
