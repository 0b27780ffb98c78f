package dev.waybill.consumer.ledger;

import dev.waybill.queue.PointerId;
import java.time.Instant;
import java.util.UUID;

/**
 * How a pointer came to be settled: what {@code trace} tells of it.
 *
 * @param tenant empty when only the registry's table knows it
 * @param fence the token's value, for diagnosis
 * @param enqueuedAt epoch milliseconds at the producer
 * @param traceId of the W3C trace, or empty
 */
public record Passage(
        UUID mailbox,
        String tenant,
        MessageKey key,
        PointerId pointer,
        int attempts,
        int crashes,
        long fence,
        long enqueuedAt,
        Instant claimedAt,
        String traceId) {}
