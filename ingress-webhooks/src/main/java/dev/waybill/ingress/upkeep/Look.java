package dev.waybill.ingress.upkeep;

import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Lists a mailbox and enqueues what it finds, a chunk at a time. What is known already the ledger refuses, so a look may overlap the
 * one before; a crash in the middle only makes the next one begin where this one began.
 */
final class Look {
    /** Chunks of one look and folder; more than that is a defect of paging. */
    private static final int MOST_CHUNKS = 10_000;

    private final NoticeQueue queue;

    Look(NoticeQueue queue) {
        this.queue = queue;
    }

    /** Returns how many mails it found. */
    int enqueue(Listing listing, Mailbox mailbox, Instant since) throws MailboxAccessException {
        int found = 0;
        for (String folder : mailbox.folders()) {
            Optional<String> next = Optional.empty();
            for (int chunks = 0; chunks < MOST_CHUNKS; chunks++) {
                Listing.Chunk chunk = listing.list(mailbox, folder, since, next);
                List<Notice> notices = chunk.mails().stream()
                        .map(locator -> new Notice(mailbox.id(), locator))
                        .toList();
                if (!notices.isEmpty()) {
                    queue.enqueue(notices);
                    found += notices.size();
                }
                next = chunk.next();
                if (next.isEmpty()) {
                    break;
                }
            }
        }
        return found;
    }

    /** Whether anything was received since. */
    static boolean isAnything(Listing listing, Mailbox mailbox, Instant since) throws MailboxAccessException {
        for (String folder : mailbox.folders()) {
            Optional<String> next = Optional.empty();
            do {
                Listing.Chunk chunk = listing.list(mailbox, folder, since, next);
                if (!chunk.mails().isEmpty()) {
                    return true;
                }
                next = chunk.next();
            } while (next.isPresent());
        }
        return false;
    }
}
