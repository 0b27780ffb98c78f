package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** The HMAC-SHA256 of a request: of its timestamp as sent, a dot, and its body as sent (RFC 2104). */
final class Signature {
    private static final Pattern HEADER = Pattern.compile("v1=([0-9a-f]{64})");

    private final byte[] digest;

    private Signature(byte[] digest) {
        this.digest = digest;
    }

    /** What a caller sent; one spelling only, so that a repeat is an exact one. */
    static Optional<Signature> parse(String header) {
        Matcher matcher = HEADER.matcher(header);
        return matcher.matches()
                ? Optional.of(new Signature(HexFormat.of().parseHex(matcher.group(1))))
                : Optional.empty();
    }

    static Signature of(SecretKey secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(timestamp.getBytes(US_ASCII));
            mac.update((byte) '.');
            return new Signature(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every Java runtime", e);
        }
    }

    /** Takes the same time wherever the two differ. */
    boolean matches(Signature other) {
        return MessageDigest.isEqual(digest, other.digest);
    }

    String header() {
        return "v1=" + HexFormat.of().formatHex(digest);
    }
}
