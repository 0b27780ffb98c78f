package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.http.Reply;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Google's identity tokens: RS256, under keys that are rotated and published as a JWKS. */
public final class IdTokens {
    private static final int KEYS_PUBLISHED = 2;
    private static final long LIFETIME_SECONDS = 3_600;
    private static final Duration SENT_AGAIN = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Deque<Key> keys = new ArrayDeque<>();
    private final Map<Bearer, Issued> issued = new HashMap<>();

    IdTokens(InstantSource clock) {
        this.clock = clock;
    }

    /** The first one is made when somebody asks for it: most uses of the simulator never push. */
    private Key current() {
        if (keys.isEmpty()) {
            rotate();
        }
        return keys.getFirst();
    }

    private record Key(String id, KeyPair pair) {}

    private record Bearer(String audience, String email) {}

    private record Issued(String token, Instant at) {}

    /** Signs with a new key from now on; the one before is still published, older ones are not. */
    public synchronized void rotate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys.addFirst(new Key(UUID.randomUUID().toString().replace("-", ""), generator.generateKeyPair()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
        while (keys.size() > KEYS_PUBLISHED) {
            keys.removeLast();
        }
        issued.clear();
    }

    /** A token as Pub/Sub sends it, with push after push until it makes a new one. */
    public synchronized String token(String audience, String email) {
        Bearer bearer = new Bearer(audience, email);
        Instant now = clock.instant();
        Issued last = issued.get(bearer);
        if (last == null || now.isBefore(last.at()) || !now.isBefore(last.at().plus(SENT_AGAIN))) {
            last = new Issued(token(claims(audience, email)), now);
            issued.put(bearer, last);
        }
        return last.token();
    }

    /** The claims of a good token, to be spoilt by tests. */
    public ObjectNode claims(String audience, String email) {
        Instant now = clock.instant();
        return JsonNodeFactory.instance
                .objectNode()
                .put("aud", audience)
                .put("azp", "100000000000000000001")
                .put("email", email)
                .put("email_verified", true)
                .put("exp", now.getEpochSecond() + LIFETIME_SECONDS)
                .put("iat", now.getEpochSecond())
                .put("iss", "https://accounts.google.com")
                .put("sub", "100000000000000000001");
    }

    /** Signs any claims with the key of now. */
    public synchronized String token(ObjectNode claims) {
        Key key = current();
        ObjectNode header = JsonNodeFactory.instance
                .objectNode()
                .put("alg", "RS256")
                .put("kid", key.id())
                .put("typ", "JWT");
        String signed = encoded(header.toString()) + "." + encoded(claims.toString());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.pair().getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs with RSA", e);
        }
    }

    /** The public key of now, for attacks that confuse it with a secret. */
    public synchronized RSAPublicKey publicKey() {
        return (RSAPublicKey) current().pair().getPublic();
    }

    public synchronized String keyId() {
        return current().id();
    }

    synchronized Reply jwks() {
        current();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var published = body.putArray("keys");
        for (Key key : keys) {
            RSAPublicKey rsa = (RSAPublicKey) key.pair().getPublic();
            published
                    .addObject()
                    .put("kty", "RSA")
                    .put("alg", "RS256")
                    .put("use", "sig")
                    .put("kid", key.id())
                    .put("n", unsigned(rsa.getModulus()))
                    .put("e", unsigned(rsa.getPublicExponent()));
        }
        return Reply.json(200, body).with("Cache-Control", "public, max-age=300, must-revalidate, no-transform");
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(java.util.Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
