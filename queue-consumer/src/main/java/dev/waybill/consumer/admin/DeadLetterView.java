package dev.waybill.consumer.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.DeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as the API shows it.
 *
 * @param mailbox null when no connected mailbox has this key
 * @param pointer its JSON, or its text where it is not JSON
 */
record DeadLetterView(
        String id,
        @Nullable MailboxRef mailbox,
        String kind,
        String reason,
        String detail,
        int attempts,
        int crashes,
        Instant diedAt,
        @Nullable Instant firstSeen,
        int replays,
        List<String> errors,
        String consumer,
        JsonNode pointer,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LedgerRowView ledger) {

    /** A mailbox by its id and address. */
    record MailboxRef(UUID id, String address) {
        static @Nullable MailboxRef of(@Nullable Mailbox mailbox) {
            return mailbox == null ? null : new MailboxRef(mailbox.id(), mailbox.address());
        }
    }

    static DeadLetterView of(DeadLetter letter, @Nullable Mailbox mailbox, @Nullable LedgerRowView ledger) {
        DeadLetterBody body = DeadLetterBody.of(letter);
        return new DeadLetterView(
                letter.id().value(),
                MailboxRef.of(mailbox),
                letter.kind(),
                letter.reason(),
                letter.detail(),
                letter.attempts(),
                letter.crashes(),
                Instant.ofEpochMilli(letter.diedAt()),
                letter.firstSeen() > 0 ? Instant.ofEpochMilli(letter.firstSeen()) : null,
                letter.replays(),
                letter.errors(),
                letter.consumer(),
                body.json(),
                ledger);
    }
}
