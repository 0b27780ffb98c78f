package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ids of a mailbox's mails, a chunk at a time. */
interface Listing {
    /**
     * What a watched folder has received since.
     *
     * @param next empty at first, then {@link Chunk#next}
     */
    Chunk list(Mailbox mailbox, String folder, Instant since, Optional<String> next) throws MailboxAccessException;

    record Chunk(List<Locator> mails, Optional<String> next) {
        public Chunk {
            mails = List.copyOf(mails);
        }
    }
}
