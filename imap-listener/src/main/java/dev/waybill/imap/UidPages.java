package dev.waybill.imap;

import dev.waybill.mailbox.ImapFolder;
import dev.waybill.mailbox.MailboxAccessException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * The UIDs of a folder from one of them to its end, in pages of at most {@link #SIZE}. Asks in windows that grow where the range is
 * sparse and shrink where it is dense, so that neither a folder of a million mails nor a gap of a billion UIDs costs memory or time.
 */
final class UidPages {
    static final int SIZE = 500;

    static final long LAST_UID = 4_294_967_295L;

    /** The most UIDs that one answer can hold: 2 MB of text and 6 MB of numbers. */
    private static final long WIDEST = 262_144;

    private final ImapFolder folder;
    private final long top;
    private final Queue<Page> ready = new ArrayDeque<>();
    private long from;
    private long width = SIZE;
    private boolean ended;

    /**
     * Pages from {@code from} on.
     *
     * @param top the highest UID known to be assigned; what arrived since then comes with the last page
     */
    UidPages(ImapFolder folder, long from, long top) {
        this.folder = folder;
        this.from = from;
        this.top = top;
    }

    /** The next page, which may be empty; nothing after the end of the folder. */
    Optional<Page> next() throws MailboxAccessException {
        if (ready.isEmpty() && !ended) {
            ask();
        }
        return Optional.ofNullable(ready.poll());
    }

    private void ask() throws MailboxAccessException {
        boolean last = top - from < width;
        long to = last ? LAST_UID : from + width - 1;
        List<Long> uids = from > LAST_UID ? List.of() : folder.uids(from, to);
        for (int i = 0; i + SIZE < uids.size(); i += SIZE) {
            ready.add(new Page(uids.subList(i, i + SIZE), uids.get(i + SIZE - 1)));
        }
        int rest = uids.isEmpty() ? 0 : (uids.size() - 1) / SIZE * SIZE;
        long searched = last ? top : to;
        ready.add(new Page(
                uids.subList(rest, uids.size()), uids.isEmpty() ? searched : Math.max(searched, uids.getLast())));
        width = Math.clamp(width * SIZE / Math.max(1, uids.size()), SIZE, Math.min(width * 4, WIDEST));
        from = to + 1;
        ended = last;
    }

    /**
     * Some UIDs that exist, ascending.
     *
     * @param upTo no other UID in scope exists up to this one that was not in this page or one before
     */
    record Page(List<Long> uids, long upTo) {
        Page {
            uids = List.copyOf(uids);
        }
    }
}
