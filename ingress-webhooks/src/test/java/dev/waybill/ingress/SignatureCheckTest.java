package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.ingress.SignatureCheck.Refused;
import dev.waybill.ingress.SignatureCheck.Signed;
import dev.waybill.ingress.SignatureCheck.SignedHeaders;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SignatureCheckTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final byte[] BODY = "{\"pointers\":[]}".getBytes(UTF_8);

    private final Keys config =
            new Keys(Map.of("crm", Keys.SECRET, "desk", Keys.OTHER_SECRET), Map.of(), Map.of("desk", "acme"));
    private final SignatureCheck check =
            new SignatureCheck(CallerKeys.of(config), config.timestampTolerance(), () -> NOW);

    private static String sign(String secret, String timestamp) {
        return Signature.of(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"), timestamp, BODY)
                .header();
    }

    private SignatureCheck.Verdict verify(String key, long timestamp, String signature) {
        return check.verify(new SignedHeaders(key, Long.toString(timestamp), signature), BODY);
    }

    @Test
    void signatureIsTheHmacThatOpensslPrints() {
        // printf '%s' '1800000000.{"pointers":[]}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        assertThat(sign(Keys.SECRET, "1800000000"))
                .isEqualTo("v1=b8cc724533d2599649cf41f727db90a1586a9313b6229bd6f04a11caa9ea28bb");
    }

    @Test
    void rightSignatureNamesItsCaller() {
        // When
        var verdict = verify("desk", NOW.getEpochSecond(), sign(Keys.OTHER_SECRET, "" + NOW.getEpochSecond()));

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Signed.class, signed -> assertThat(signed.caller()).isEqualTo(new Caller("desk", "acme")));
    }

    @Test
    void timestampMayBeOffByFiveMinutesAndNotMore() {
        for (long off : new long[] {-300, 300}) {
            long timestamp = NOW.getEpochSecond() + off;
            assertThat(verify("crm", timestamp, sign(Keys.SECRET, "" + timestamp)))
                    .isInstanceOf(Signed.class);
        }
        for (long off : new long[] {-301, 301, -1_800_000_000L}) {
            long timestamp = NOW.getEpochSecond() + off;
            assertThat(verify("crm", timestamp, sign(Keys.SECRET, "" + timestamp)))
                    .isEqualTo(new Refused("timestamp"));
        }
    }

    @Test
    void forgeriesAreRefused() {
        // Given
        long now = NOW.getEpochSecond();
        String right = sign(Keys.SECRET, "" + now);

        // Then
        assertThat(verify("desk", now, right)).isEqualTo(new Refused("signature"));
        assertThat(verify("nobody", now, right)).isEqualTo(new Refused("unknown_key"));
        assertThat(verify("crm", now - 1, right)).isEqualTo(new Refused("signature"));
        assertThat(check.verify(new SignedHeaders("crm", "" + now, right), "{}".getBytes(UTF_8)))
                .isEqualTo(new Refused("signature"));
    }

    @Test
    void otherSpellingsAreRefused() {
        // Given
        long now = NOW.getEpochSecond();
        String right = sign(Keys.SECRET, "" + now);

        // Then
        for (String spelling : new String[] {
            right.toUpperCase(Locale.ROOT),
            "v1=" + right.substring(3).toUpperCase(Locale.ROOT),
            right.substring(3),
            right + " ",
            right.replace("v1=", "v2="),
            "v1=",
            ""
        }) {
            assertThat(verify("crm", now, spelling)).as(spelling).isEqualTo(new Refused("malformed_header"));
        }
        for (String timestamp : new String[] {"", "+" + now, now + ".0", " " + now, "0x1", "99999999999999999999"}) {
            assertThat(check.verify(new SignedHeaders("crm", timestamp, right), BODY))
                    .as(timestamp)
                    .isEqualTo(new Refused("malformed_header"));
        }
    }

    @Test
    void missingHeadersAreRefused() {
        // Given
        String now = "" + NOW.getEpochSecond();
        String right = sign(Keys.SECRET, now);

        // Then
        for (SignedHeaders headers : new SignedHeaders[] {
            new SignedHeaders(null, now, right),
            new SignedHeaders("crm", null, right),
            new SignedHeaders("crm", now, null),
            new SignedHeaders(null, null, null)
        }) {
            assertThat(check.verify(headers, BODY)).isEqualTo(new Refused("missing_header"));
        }
    }
}
