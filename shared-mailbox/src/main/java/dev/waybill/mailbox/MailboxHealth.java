package dev.waybill.mailbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a service last saw of a mailbox.
 *
 * @param since when the state began
 * @param lastError a sentence for the operator, or empty
 */
public record MailboxHealth(
        UUID mailbox, MailboxState state, Instant since, String lastError, Optional<Instant> nextTry) {}
