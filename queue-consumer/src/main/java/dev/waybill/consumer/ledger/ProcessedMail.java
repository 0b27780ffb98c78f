package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.ticket.Course;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose blobs are stored and whose content is read: ready to have its effects.
 *
 * @param raw its bytes in the blob store
 * @param course what it may lead to
 * @param receivedAt when the provider took it in, or null
 * @param resolvedAt when it was fetched
 */
public record ProcessedMail(
        Passage passage,
        BlobStore.Blob raw,
        ParsedMail parsed,
        Reading reading,
        Course course,
        @Nullable Instant receivedAt,
        Instant resolvedAt) {}
