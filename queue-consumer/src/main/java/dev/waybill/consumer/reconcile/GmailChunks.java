package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.reconcile.ApiListing.Chunk;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.Optional;

/** Gmail's mails under a watched label, without spam and trash; a list tells no times. */
public final class GmailChunks implements ApiListing.Chunks {
    private static final int LIST = 5;

    private final GmailMail mails;

    public GmailChunks(GmailMail mails) {
        this.mails = mails;
    }

    @Override
    public int cost() {
        return LIST;
    }

    @Override
    public Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next)
            throws MailboxAccessException {
        GmailMail.Page page = mails.list(mailbox, mails.label(mailbox, folder), since, next);
        return new Chunk(
                page.messageIds().stream()
                        .map(id -> new MailListing.Listed(new Locator.Gmail(id), Optional.empty()))
                        .toList(),
                page.next());
    }
}
