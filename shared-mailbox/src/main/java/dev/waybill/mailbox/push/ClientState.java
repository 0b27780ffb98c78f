package dev.waybill.mailbox.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secret that Graph repeats in every notification of a subscription. Its text never shows it.
 *
 * @param value 43 characters of base64url: 256 random bits, and less than the 128 characters that Graph takes
 */
public record ClientState(String value) {
    private static final int BYTES = 32;

    public static ClientState random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new ClientState(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public Hash hash() {
        return new Hash(sha256(value));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public String toString() {
        return "ClientState[…]";
    }

    /** What is kept of it. */
    public static final class Hash {
        private final byte[] sha256;

        private Hash(byte[] sha256) {
            this.sha256 = sha256;
        }

        /** As it lies in the database. */
        public static Hash of(byte[] sha256) {
            if (sha256.length != BYTES) {
                throw new IllegalArgumentException("a SHA-256 has " + BYTES + " bytes, not " + sha256.length);
            }
            return new Hash(sha256.clone());
        }

        /** Takes the same time wherever the two differ. */
        public boolean matches(String sent) {
            return MessageDigest.isEqual(sha256, ClientState.sha256(sent));
        }

        public byte[] bytes() {
            return sha256.clone();
        }

        @Override
        public String toString() {
            return "Hash[…]";
        }
    }
}
