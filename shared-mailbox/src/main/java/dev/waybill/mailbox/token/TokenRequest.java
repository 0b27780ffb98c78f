package dev.waybill.mailbox.token;

import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.OAuth;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form of a token request, and its Authorization header where the client's secret stands there. */
record TokenRequest(Map<String, String> form, Optional<String> authorization) {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static TokenRequest of(OAuth grant, Instant now) throws GeneralSecurityException {
        Map<String, String> form = new LinkedHashMap<>();
        Optional<String> authorization = Optional.empty();
        switch (grant) {
            case OAuth.RefreshToken refresh -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", refresh.token());
                putScope(form, grant);
                authorization = prove(form, grant, refresh.clientId(), refresh.proof(), now);
            }
            case OAuth.ClientCredentials client -> {
                form.put("grant_type", "client_credentials");
                putScope(form, grant);
                authorization = prove(form, grant, client.clientId(), client.proof(), now);
            }
            case OAuth.ServiceAccount account -> {
                form.put("grant_type", JWT_BEARER);
                form.put("assertion", Jwt.actingFor(account, now));
            }
        }
        return new TokenRequest(form, authorization);
    }

    private static void putScope(Map<String, String> form, OAuth grant) {
        if (!grant.endpoint().scope().isBlank()) {
            form.put("scope", grant.endpoint().scope());
        }
    }

    /** One way only: RFC 6749 §2.3 forbids two in one request. */
    private static Optional<String> prove(
            Map<String, String> form, OAuth grant, String clientId, ClientProof proof, Instant now)
            throws GeneralSecurityException {
        if (proof instanceof ClientProof.SharedSecret(String value, ClientProof.Placement placement)
                && placement == ClientProof.Placement.BASIC) {
            String pair = encoded(clientId) + ":" + encoded(value);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        form.put("client_id", clientId);
        switch (proof) {
            case ClientProof.None none -> {}
            case ClientProof.SharedSecret secret -> form.put("client_secret", secret.value());
            case ClientProof.Certificate certificate -> {
                form.put("client_assertion_type", ASSERTION_TYPE);
                form.put(
                        "client_assertion",
                        Jwt.clientAssertion(grant.endpoint().url().toString(), clientId, certificate, now));
            }
        }
        return Optional.empty();
    }

    String body() {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "TokenRequest[" + form.get("grant_type") + "]";
    }
}
