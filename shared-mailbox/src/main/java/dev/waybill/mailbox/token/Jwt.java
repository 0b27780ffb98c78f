package dev.waybill.mailbox.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.OAuth;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** The signed assertions of RFC 7523: who an application is, and for whom a service account acts. */
final class Jwt {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    /** Clocks differ; an assertion from the future is refused. */
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** Microsoft advises 5 to 10 minutes for a client assertion; Google takes an hour at most. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private Jwt() {}

    /** Names the certificate by its thumbprints, as Microsoft's endpoint asks for. */
    static String clientAssertion(String audience, String clientId, ClientProof.Certificate proof, Instant now)
            throws GeneralSecurityException {
        X509Certificate certificate = PemKeys.certificate(proof.certificate());
        byte[] der = certificate.getEncoded();
        ObjectNode header = JSON.createObjectNode()
                .put("alg", proof.algorithm().name())
                .put("typ", "JWT")
                .put(
                        "x5t",
                        BASE64.encodeToString(MessageDigest.getInstance("SHA-1").digest(der)))
                .put(
                        "x5t#S256",
                        BASE64.encodeToString(
                                MessageDigest.getInstance("SHA-256").digest(der)));
        ObjectNode claims = lived(JSON.createObjectNode(), now)
                .put("aud", audience)
                .put("iss", clientId)
                .put("sub", clientId)
                .put("nbf", now.minus(SKEW).getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        return signed(header, claims, PemKeys.privateKey(proof.privateKey()), proof.algorithm());
    }

    static String actingFor(OAuth.ServiceAccount account, Instant now) throws GeneralSecurityException {
        ObjectNode header =
                JSON.createObjectNode().put("alg", "RS256").put("typ", "JWT").put("kid", account.keyId());
        ObjectNode claims = lived(JSON.createObjectNode(), now)
                .put("iss", account.email())
                .put("sub", account.subject())
                .put("scope", account.endpoint().scope())
                .put("aud", account.endpoint().url().toString());
        return signed(header, claims, PemKeys.privateKey(account.privateKey()), ClientProof.Algorithm.RS256);
    }

    private static ObjectNode lived(ObjectNode claims, Instant now) {
        return claims.put("iat", now.minus(SKEW).getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
    }

    private static String signed(ObjectNode header, ObjectNode claims, PrivateKey key, ClientProof.Algorithm algorithm)
            throws GeneralSecurityException {
        String content = BASE64.encodeToString(header.toString().getBytes(StandardCharsets.UTF_8)) + "."
                + BASE64.encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        Signature signature = switch (algorithm) {
            case RS256 -> Signature.getInstance("SHA256withRSA");
            case PS256 -> Signature.getInstance("RSASSA-PSS");
        };
        if (algorithm == ClientProof.Algorithm.PS256) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature.sign());
    }
}
