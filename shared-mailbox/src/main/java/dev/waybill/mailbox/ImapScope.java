package dev.waybill.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Where a folder's scope begins when no mark says it: one rule for whoever watches and whoever compares. */
public final class ImapScope {
    /** A server's clock may be behind ours when the mailbox's start was "now". */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    /** A start before this means everything: there was no mail, and some servers refuse such a SINCE. */
    private static final Instant EVERYTHING = Instant.EPOCH.plus(Duration.ofDays(366));

    private ImapScope() {}

    /** The first UID that the server received since; the next one to come if there is none. */
    public static long firstUid(ImapFolder folder, ImapSession.FolderStatus status, Instant since)
            throws MailboxAccessException {
        if (since.isBefore(EVERYTHING)) {
            return 1;
        }
        List<Long> uids = folder.uidsSince(since.minus(CLOCKS_DIFFER));
        return uids.isEmpty() ? Math.max(1, status.uidNext()) : uids.getFirst();
    }
}
