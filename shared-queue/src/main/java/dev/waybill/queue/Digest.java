package dev.waybill.queue;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** SHA-256, cut to a number of base64url characters. */
final class Digest {
    /** To look for the algorithm costs more than to compute it: each gets a copy of this one, which is never fed. */
    private static final MessageDigest SHA_256 = find();

    private Digest() {}

    static String base64Url(byte[] input, int characters) {
        try {
            byte[] hash = ((MessageDigest) SHA_256.clone()).digest(input);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, characters);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the SHA-256 of this Java platform cannot be copied", e);
        }
    }

    private static MessageDigest find() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
