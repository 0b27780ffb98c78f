package dev.waybill.devstack.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** A signed assertion as it came in. What is no assertion has no claims, and nobody signed it. */
@SuppressWarnings("ArrayRecordComponent") // bytes from one request; never compared
record Assertion(JsonNode header, JsonNode claims, String signed, byte[] signature) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SKEW = 60;

    static Assertion read(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return new Assertion(
                        JSON.readTree(decoded(parts[0])),
                        JSON.readTree(decoded(parts[1])),
                        parts[0] + "." + parts[1],
                        decoded(parts[2]));
            }
        } catch (IOException | IllegalArgumentException unreadable) {
            // It is none.
        }
        return new Assertion(MissingNode.getInstance(), MissingNode.getInstance(), "", new byte[0]);
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    String header(String name) {
        return header.path(name).asText("");
    }

    String claim(String name) {
        return claims.path(name).asText("");
    }

    /** It names the certificate by a thumbprint, and its key signed it. */
    boolean isSignedBy(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            boolean named = header("x5t#S256").equals(thumbprint("SHA-256", der))
                    || (header("alg").equals("RS256") && header("x5t").equals(thumbprint("SHA-1", der)));
            return named && isSignedBy(certificate.getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String thumbprint(String algorithm, byte[] der) throws GeneralSecurityException {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(der));
    }

    boolean isSignedBy(PublicKey key) {
        try {
            Signature check;
            switch (header("alg")) {
                case "RS256" -> check = Signature.getInstance("SHA256withRSA");
                case "PS256" -> {
                    check = Signature.getInstance("RSASSA-PSS");
                    check.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                }
                default -> {
                    return false;
                }
            }
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Neither from the future nor past, and no longer than allowed. */
    boolean isCurrent(Instant now, long longest) {
        long begun = claims.path("iat").asLong(-1);
        long ends = claims.path("exp").asLong(-1);
        long at = now.getEpochSecond();
        return begun > 0 && begun <= at + SKEW && ends > at && ends - begun <= longest;
    }
}
