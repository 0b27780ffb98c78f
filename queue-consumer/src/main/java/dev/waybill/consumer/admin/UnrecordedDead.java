package dev.waybill.consumer.admin;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.PointerId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Dead letters whose row the recorder has not written yet. With their row they count as its outcome; without, here. */
@Singleton
final class UnrecordedDead {
    private static final int PAGE = 1_000;
    private static final int MOST_PAGES = 200;

    private final DeadLetters letters;
    private final AccountLedger ledger;

    UnrecordedDead(DeadLetters letters, AccountLedger ledger) {
        this.letters = letters;
        this.ledger = ledger;
    }

    /** By reason. {@code inQueue}: how many letters of this mailbox the queue counts; for none nothing is read. */
    Map<String, Long> count(UUID mailbox, long inQueue) {
        Map<String, Long> reasons = new TreeMap<>();
        DeadLetterFilter own = DeadLetterFilter.of(MailboxKey.of(mailbox));
        Optional<DeadLetterCursor> next = Optional.of(DeadLetterCursor.START);
        long seen = 0;
        for (int page = 0; page < MOST_PAGES && seen < inQueue && next.isPresent(); page++) {
            DeadLetters.Page found = letters.page(own, next.get(), PAGE);
            seen += found.letters().size();
            addUnrecorded(mailbox, found.letters(), reasons);
            next = found.next();
        }
        return reasons;
    }

    private void addUnrecorded(UUID mailbox, List<DeadLetter> own, Map<String, Long> reasons) {
        if (own.isEmpty()) {
            return;
        }
        Set<PointerId> recorded = ledger.outcomes(
                        mailbox, own.stream().map(DeadLetter::id).toList())
                .keySet();
        own.stream().filter(l -> !recorded.contains(l.id())).forEach(l -> reasons.merge(l.reason(), 1L, Long::sum));
    }
}
