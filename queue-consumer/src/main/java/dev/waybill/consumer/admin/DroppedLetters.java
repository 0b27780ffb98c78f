package dev.waybill.consumer.admin;

import dev.waybill.consumer.ledger.MessageKey;
import dev.waybill.consumer.ledger.Passage;
import dev.waybill.consumer.ledger.ProcessedLedger;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.Traceparent;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes {@code skipped: dropped} for dead letters that an operator gives up, so that no reconciliation brings them back. */
@Singleton
final class DroppedLetters {
    private static final String REASON = "dropped";
    /** Under which the dead rows of unreadable letters are kept. */
    private static final UUID NO_MAILBOX = new UUID(0, 0);

    /** The registry's table knows it. */
    private static final String TENANT = "";

    private final ProcessedLedger ledger;

    DroppedLetters(ProcessedLedger ledger) {
        this.ledger = ledger;
    }

    void record(List<DeadLetter> letters) {
        letters.forEach(letter -> passage(letter)
                .ifPresent(passage ->
                        ledger.skip(passage, REASON, Map.of("died_of", letter.reason(), "detail", letter.detail()))));
    }

    /** Empty for a discovery pointer, which is no mail. */
    private static Optional<Passage> passage(DeadLetter letter) {
        Optional<Pointer> pointer = DeadLetterBody.of(letter).pointer();
        if (pointer.isEmpty()) {
            MessageKey key = new MessageKey("pointer:" + letter.id(), "");
            return Optional.of(passage(letter, NO_MAILBOX, key, letter.firstSeen(), ""));
        }
        Pointer p = pointer.get();
        return MessageKey.of(p.locator())
                .map(key -> passage(letter, p.mailbox(), key, p.enqueuedAt(), Traceparent.traceId(p.traceparent())));
    }

    private static Passage passage(DeadLetter letter, UUID mailbox, MessageKey key, long enqueuedAt, String traceId) {
        return new Passage(
                mailbox,
                TENANT,
                key,
                letter.id(),
                letter.attempts(),
                letter.crashes(),
                0,
                enqueuedAt,
                Instant.ofEpochMilli(letter.diedAt()),
                traceId);
    }
}
