package dev.waybill.ingress.google;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.IdTokens;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.devstack.oauth.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenCheckTest {
    private static final String AUDIENCE = "https://waybill.example.com/webhooks/google";
    private static final String ACCOUNT = "push@waybill.iam.gserviceaccount.com";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final TokenServer TOKENS = TokenServer.start();
    private static final GmailSimulator GMAIL =
            GmailSimulator.start(0, TOKENS.directory(), () -> NOW, PushPlan.nobody());

    private final IdTokens google = GMAIL.idTokens();
    private final TokenCheck check = check(List.of(AUDIENCE), List.of(ACCOUNT));

    @AfterAll
    static void stop() {
        GMAIL.close();
        TOKENS.close();
    }

    private static TokenCheck check(List<String> audiences, List<String> accounts) {
        SigningKeys keys = new SigningKeys(new HttpKeySource(GMAIL.jwksUrl()), Runnable::run, () -> NOW);
        return new TokenCheck(keys, audiences, accounts, () -> NOW);
    }

    private TokenCheck.Verdict verify(String token) {
        return check.verify("Bearer " + token);
    }

    private TokenCheck.Verdict with(Consumer<ObjectNode> spoil) {
        ObjectNode claims = google.claims(AUDIENCE, ACCOUNT);
        spoil.accept(claims);
        return verify(google.token(claims));
    }

    private static TokenCheck.Verdict refused(String reason) {
        return new TokenCheck.Refused(reason);
    }

    private static String encoded(String text) {
        return encoded(text.getBytes(US_ASCII));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void genuineTokenIsLetIn() {
        assertThat(verify(google.token(AUDIENCE, ACCOUNT))).isEqualTo(new TokenCheck.Genuine());
        assertThat(check.verify("bearer  " + google.token(AUDIENCE, ACCOUNT))).isEqualTo(new TokenCheck.Genuine());
    }

    @Test
    void bothSpellingsOfTheIssuerAreGoogle() {
        assertThat(with(claims -> claims.put("iss", "accounts.google.com"))).isEqualTo(new TokenCheck.Genuine());
        assertThat(with(claims -> claims.put("iss", "https://accounts.google.com.evil.example")))
                .isEqualTo(refused("issuer"));
        assertThat(with(claims -> claims.remove("iss"))).isEqualTo(refused("issuer"));
    }

    @Test
    void tokenForSomebodyElseIsRefused() {
        assertThat(with(claims -> claims.put("aud", AUDIENCE + "/"))).isEqualTo(refused("audience"));
        assertThat(with(claims -> claims.remove("aud"))).isEqualTo(refused("audience"));
    }

    @Test
    void tokenThatAnybodyCouldHaveGoogleMakeIsRefused() {
        assertThat(verify(google.token(AUDIENCE, "mallory@evil.iam.gserviceaccount.com")))
                .isEqualTo(refused("email"));
        assertThat(with(claims -> claims.remove("email"))).isEqualTo(refused("email"));
        assertThat(with(claims -> claims.put("email_verified", false))).isEqualTo(refused("email_unverified"));
        assertThat(with(claims -> claims.put("email_verified", "true"))).isEqualTo(refused("email_unverified"));
        assertThat(with(claims -> claims.remove("email_verified"))).isEqualTo(refused("email_unverified"));
    }

    @Test
    void tokenIsGoodUntilAMinuteBehindItsTimeAndAnHourOldOnesAreUsual() {
        long now = NOW.getEpochSecond();
        assertThat(with(claims -> claims.put("exp", now - 59).put("iat", now - 3_659)))
                .isEqualTo(new TokenCheck.Genuine());
        assertThat(with(claims -> claims.put("exp", now - 61))).isEqualTo(refused("expired"));
        assertThat(with(claims -> claims.remove("exp"))).isEqualTo(refused("expired"));
        assertThat(with(claims -> claims.put("exp", now + Duration.ofDays(365).toSeconds())))
                .isEqualTo(refused("expired"));
    }

    @Test
    void tokenWithoutASignatureIsRefused() {
        // Given
        String claims = encoded(google.claims(AUDIENCE, ACCOUNT).toString());
        String none = encoded("{\"alg\":\"none\",\"kid\":\"" + google.keyId() + "\"}");

        // Then
        assertThat(verify(none + "." + claims + ".")).isEqualTo(refused("algorithm"));
        assertThat(verify(encoded("{\"alg\":\"NONE\"}") + "." + claims + ".")).isInstanceOf(TokenCheck.Refused.class);
    }

    @Test
    void publicKeyIsNoSharedSecret() throws Exception {
        // Given
        String head = encoded("{\"alg\":\"HS256\",\"kid\":\"" + google.keyId() + "\"}");
        String signed = head + "." + encoded(google.claims(AUDIENCE, ACCOUNT).toString());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(google.publicKey().getEncoded(), "HmacSHA256"));

        // Then
        assertThat(verify(signed + "." + encoded(mac.doFinal(signed.getBytes(US_ASCII)))))
                .isEqualTo(refused("algorithm"));
    }

    @Test
    void alteredClaimsAndForeignKeysAreRefused() {
        // Given
        String[] parts = google.token(AUDIENCE, "mallory@evil.example").split("\\.", -1);
        String altered =
                parts[0] + "." + encoded(google.claims(AUDIENCE, ACCOUNT).toString()) + "." + parts[2];
        String unknownKey = encoded("{\"alg\":\"RS256\",\"kid\":\"unknown\"}") + "." + parts[1] + "." + parts[2];
        String noKey = encoded("{\"alg\":\"RS256\"}") + "." + parts[1] + "." + parts[2];

        // Then
        assertThat(verify(altered)).isEqualTo(refused("signature"));
        assertThat(verify(unknownKey)).isEqualTo(refused("unknown_key"));
        assertThat(verify(noKey)).isEqualTo(refused("unknown_key"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic dXNlcjpwYXNz", "Bearer", "token"})
    void withoutATokenNobodyIsLetIn(String authorization) {
        assertThat(check.verify(authorization)).isEqualTo(refused("no_token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "....", "eyJhbGciOiJSUzI1NiJ9", "a.b.c.d.e", "%%%.%%%.%%%"})
    void garbageIsRefused(String token) {
        assertThat(verify(token)).isInstanceOf(TokenCheck.Refused.class);
    }

    @Test
    void withoutAudienceOrAccountTheDoorIsClosed() {
        // Given
        String good = "Bearer " + google.token(AUDIENCE, ACCOUNT);

        // Then
        assertThat(check(List.of(), List.of(ACCOUNT)).verify(good)).isEqualTo(refused("not_configured"));
        assertThat(check(List.of(AUDIENCE), List.of()).verify(good)).isEqualTo(refused("not_configured"));
    }

    @Test
    void oldAndNewAudienceAndAccountWorkSideBySide() {
        // Given
        TokenCheck both = check(List.of(AUDIENCE, "https://new.example"), List.of(ACCOUNT, "new@p.example"));

        // Then
        assertThat(both.verify("Bearer " + google.token(AUDIENCE, ACCOUNT))).isEqualTo(new TokenCheck.Genuine());
        assertThat(both.verify("Bearer " + google.token("https://new.example", "new@p.example")))
                .isEqualTo(new TokenCheck.Genuine());
    }

    @Test
    void newKeyIsFetchedWhenItIsFirstSeen() {
        // Given
        String old = google.token(AUDIENCE, ACCOUNT);
        TokenCheck fresh = check(List.of(AUDIENCE), List.of(ACCOUNT));

        // When
        google.rotate();

        // Then
        assertThat(fresh.verify("Bearer " + google.token(AUDIENCE, ACCOUNT))).isEqualTo(new TokenCheck.Genuine());
        assertThat(fresh.verify("Bearer " + old)).isEqualTo(new TokenCheck.Genuine());
    }
}
