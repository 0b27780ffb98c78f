package dev.waybill.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Pointers for tests. */
public final class Pointers {
    private static final long ENQUEUED = 1_760_000_000_000L;

    private Pointers() {}

    public static Pointer imap(UUID mailbox, long uid) {
        return new Pointer(mailbox, new Locator.Imap("INBOX", 7, uid), ENQUEUED + uid, "");
    }

    /** UIDs 1 to {@code count}. */
    public static List<Pointer> imaps(UUID mailbox, int count) {
        List<Pointer> pointers = new ArrayList<>();
        for (int uid = 1; uid <= count; uid++) {
            pointers.add(imap(mailbox, uid));
        }
        return pointers;
    }

    public static Pointer gmailHistory(UUID mailbox, String historyId) {
        return new Pointer(mailbox, new Locator.GmailHistory(historyId), ENQUEUED, "");
    }

    public static Pointer reconcile(UUID mailbox, long since, String reason) {
        return new Pointer(mailbox, new Locator.Reconcile(since, reason), ENQUEUED, "");
    }
}
