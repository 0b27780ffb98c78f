package dev.waybill.consumer.resolve;

import dev.waybill.consumer.ledger.Passage;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.consumer.ledger.ProcessedMail;
import dev.waybill.consumer.ledger.Recorded;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what was recorded, and knows all mails or none. */
final class MemoryLedger implements ProcessedLedger {
    final Queue<String> recorded = new ConcurrentLinkedQueue<>();
    final Queue<String> skipped = new ConcurrentLinkedQueue<>();
    volatile boolean known;

    @Override
    public Set<Key> known(Collection<Key> keys) {
        return known ? Set.copyOf(keys) : Set.of();
    }

    @Override
    public Recorded record(ProcessedMail mail) {
        recorded.add(mail.passage().key().value());
        return new Recorded.Opened(1, 1);
    }

    @Override
    public boolean skip(Passage passage, String reason, Map<String, String> facts) {
        return skipped.add(reason);
    }
}
