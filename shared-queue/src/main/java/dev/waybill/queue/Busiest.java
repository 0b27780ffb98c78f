package dev.waybill.queue;

import java.util.Comparator;
import java.util.List;

/**
 * The mailboxes with most to do.
 *
 * @param top those with the most waiting, most first
 * @param mailboxes how many have anything waiting in their lanes
 * @param oldestWaitingMillis age of the oldest pointer at the head of a lane
 */
public record Busiest(List<Mailbox> top, long mailboxes, long oldestWaitingMillis) {
    public Busiest {
        top = List.copyOf(top);
    }

    /** {@code waiting}: in lanes; {@code active}: ready, landing, in flight, or a suspect. */
    public record Mailbox(MailboxKey mailbox, long waiting, long active, boolean held, long oldestWaitingMillis) {
        public static final Comparator<Mailbox> MOST_FIRST = Comparator.comparingLong(Mailbox::waiting)
                .thenComparingLong(Mailbox::active)
                .reversed()
                .thenComparing(m -> m.mailbox().value());
    }
}
