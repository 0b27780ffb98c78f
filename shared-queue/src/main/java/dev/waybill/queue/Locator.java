package dev.waybill.queue;

/**
 * Where the provider keeps what a {@link Pointer} points at. Message locators name one mail; discovery locators say "look at
 * this mailbox" and carry hints that merge when the same identity is enqueued again.
 */
public sealed interface Locator {

    /** One message in an IMAP folder. RFC 9051 §2.3.1.1: folder, UIDVALIDITY and UID together are for ever the same mail. */
    record Imap(String folder, long uidValidity, long uid) implements Locator {
        public Imap {
            Check.text("folder", folder, 255);
            Check.range("uidValidity", uidValidity, 1, 4_294_967_295L);
            Check.range("uid", uid, 1, 4_294_967_295L);
        }
    }

    /** One message by its immutable Microsoft Graph id; case-sensitive. */
    record Graph(String messageId) implements Locator {
        public Graph {
            Check.text("messageId", messageId, 512);
        }
    }

    /** One message by its Gmail id. */
    record Gmail(String messageId) implements Locator {
        public Gmail {
            Check.text("messageId", messageId, 128);
        }
    }

    /** Discovery: read a Gmail mailbox's history. The hint is the highest historyId pushed, as a decimal string. */
    record GmailHistory(String historyId) implements Locator {
        public GmailHistory {
            Check.decimal("historyId", historyId, 20);
        }
    }

    /** Discovery: compare a mailbox with the ledger. Hints: the earliest {@code since} in epoch milliseconds, and why. */
    record Reconcile(long since, String reason) implements Locator {
        public Reconcile {
            Check.range("since", since, 0, Long.MAX_VALUE);
            Check.text("reason", reason, 64);
        }
    }

    /** Discovery pointers are never dead-lettered and never written to the ledger. */
    default boolean isDiscovery() {
        return switch (this) {
            case GmailHistory h -> true;
            case Reconcile r -> true;
            case Imap i -> false;
            case Graph g -> false;
            case Gmail g -> false;
        };
    }

    /** The value of {@code kind} in the pointer's JSON. */
    default String kind() {
        return switch (this) {
            case Imap i -> "imap";
            case Graph g -> "graph";
            case Gmail g -> "gmail";
            case GmailHistory h -> "gmail-history";
            case Reconcile r -> "reconcile";
        };
    }
}
