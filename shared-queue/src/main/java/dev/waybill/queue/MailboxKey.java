package dev.waybill.queue;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A mailbox as the queue's keys spell it: 10 characters (60 bits) of the SHA-256 of its UUID, base64url. Every pointer id begins
 * with it, so that a script knows the mailbox without reading the body.
 */
public record MailboxKey(String value) {
    public static final int LENGTH = 10;

    public MailboxKey {
        if (value.length() != LENGTH) {
            throw new IllegalArgumentException("a mailbox key has " + LENGTH + " characters: '" + value + "'");
        }
    }

    public static MailboxKey of(UUID mailbox) {
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(mailbox.getMostSignificantBits());
        bytes.putLong(mailbox.getLeastSignificantBits());
        return new MailboxKey(Digest.base64Url(bytes.array(), LENGTH));
    }

    @Override
    public String toString() {
        return value;
    }
}
