package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.waybill.ingress.SignatureCheck.SignedHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.spec.SecretKeySpec;

/** A push as a well-behaved listener sends it. */
record SignedPush(String key, String secret, String timestamp, String body) {
    static SignedPush of(String key, String secret, Instant at, String body) {
        return new SignedPush(key, secret, Long.toString(at.getEpochSecond()), body);
    }

    static String body(Object mailbox, long... uids) {
        return Arrays.stream(uids)
                .mapToObj(uid -> pointer(mailbox, uid))
                .collect(Collectors.joining(",", "{\"pointers\":[", "]}"));
    }

    static String pointer(Object mailbox, long uid) {
        return "{\"mailbox\":\"" + mailbox + "\",\"folder\":\"Secret-Folder\",\"uidValidity\":7,\"uid\":" + uid + "}";
    }

    SignedPush withBody(String other) {
        return new SignedPush(key, secret, timestamp, other);
    }

    String signature() {
        return Signature.of(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"), timestamp, bytes())
                .header();
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    SignedHeaders headers() {
        return new SignedHeaders(key, timestamp, signature());
    }
}
