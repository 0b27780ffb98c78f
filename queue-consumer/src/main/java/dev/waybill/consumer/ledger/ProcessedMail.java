package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.BlobStore;
import dev.waybill.consumer.blob.Original;
import dev.waybill.consumer.ticket.Course;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail whose content is read and whose attachments are stored: ready to have its effects.
 *
 * @param original its bytes
 * @param course what it may lead to
 * @param receivedAt when the provider took it in, or null
 * @param resolvedAt when it was fetched
 */
public record ProcessedMail(
        Passage passage,
        Original original,
        ParsedMail parsed,
        Reading reading,
        Course course,
        @Nullable Instant receivedAt,
        Instant resolvedAt) {
    /** What its bytes are named by. */
    public BlobStore.Blob raw() {
        return original.blob();
    }
}
