package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.Optional;

/** Gmail's mails under a watched label, without spam and trash. */
final class GmailListing implements Listing {
    private final GmailMail mails;

    GmailListing(GmailMail mails) {
        this.mails = mails;
    }

    @Override
    public Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next)
            throws MailboxAccessException {
        GmailMail.Page page = mails.list(mailbox, mails.label(mailbox, folder), since, next);
        return new Chunk(
                page.messageIds().stream().<Locator>map(Locator.Gmail::new).toList(), page.next());
    }
}
