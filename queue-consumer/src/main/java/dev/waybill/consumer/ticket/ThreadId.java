package dev.waybill.consumer.ticket;

import dev.waybill.consumer.blob.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Message-ID as threads are matched by: without angle brackets, exact otherwise (RFC 5322 §3.6.4), and its SHA-256, because senders
 * set no bound to its length.
 */
public record ThreadId(String value, ContentHash hash) {
    static Optional<ThreadId> of(@Nullable String messageId) {
        String value = messageId == null ? "" : messageId.strip();
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new ThreadId(value, ContentHash.of(value.getBytes(StandardCharsets.UTF_8))));
    }

    /** The advisory lock that mails of this mailbox take which are, or refer to, this id. */
    long lockKey(UUID mailbox) {
        ByteBuffer start = ByteBuffer.wrap(hash.bytes());
        return start.getLong()
                ^ mailbox.getMostSignificantBits()
                ^ Long.rotateLeft(mailbox.getLeastSignificantBits(), 32);
    }
}
