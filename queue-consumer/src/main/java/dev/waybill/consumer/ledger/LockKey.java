package dev.waybill.consumer.ledger;

import dev.waybill.consumer.blob.ContentHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** 64 bits for PostgreSQL's advisory locks. Two things that collide wait for each other now and then, and nothing else. */
final class LockKey {
    private LockKey() {}

    static long of(UUID mailbox, String kind, String value) {
        byte[] name = (kind + '\n' + mailbox + '\n' + value).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(ContentHash.newDigest().digest(name)).getLong();
    }
}
