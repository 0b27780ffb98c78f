package dev.waybill.mailbox.credential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The plain text of a stored secret, by its kind: a password as it is, everything else as JSON. */
final class SecretJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "password";
    private static final String REFRESH_TOKEN = "oauth_refresh_token";
    private static final String CLIENT_CREDENTIALS = "oauth_client_credentials";
    private static final String SERVICE_ACCOUNT = "oauth_service_account";

    private SecretJson() {}

    static String kind(Secret secret) {
        return switch (secret) {
            case Secret.Password password -> PASSWORD;
            case OAuth.RefreshToken refresh -> REFRESH_TOKEN;
            case OAuth.ClientCredentials client -> CLIENT_CREDENTIALS;
            case OAuth.ServiceAccount account -> SERVICE_ACCOUNT;
        };
    }

    static boolean knows(String kind) {
        return switch (kind) {
            case PASSWORD, REFRESH_TOKEN, CLIENT_CREDENTIALS, SERVICE_ACCOUNT -> true;
            default -> false;
        };
    }

    static byte[] write(Secret secret) {
        return switch (secret) {
            case Secret.Password(String value) -> value.getBytes(StandardCharsets.UTF_8);
            case OAuth.RefreshToken refresh ->
                bytes(proof(endpoint(refresh).put("clientId", refresh.clientId()), refresh.proof())
                        .put("token", refresh.token())
                        .put("family", refresh.family()));
            case OAuth.ClientCredentials client ->
                bytes(proof(endpoint(client).put("clientId", client.clientId()), client.proof()));
            case OAuth.ServiceAccount account ->
                bytes(endpoint(account)
                        .put("email", account.email())
                        .put("keyId", account.keyId())
                        .put("privateKey", account.privateKey())
                        .put("subject", account.subject()));
        };
    }

    /** Throws {@link IllegalArgumentException} for what no version wrote. */
    static Secret read(String kind, byte[] plain) {
        if (kind.equals(PASSWORD)) {
            return new Secret.Password(new String(plain, StandardCharsets.UTF_8));
        }
        try {
            JsonNode json = JSON.readTree(plain);
            TokenEndpoint endpoint = new TokenEndpoint(URI.create(text(json, "url")), text(json, "scope"));
            return switch (kind) {
                case REFRESH_TOKEN ->
                    new OAuth.RefreshToken(
                            endpoint, text(json, "clientId"), proof(json), text(json, "token"), text(json, "family"));
                case CLIENT_CREDENTIALS -> new OAuth.ClientCredentials(endpoint, text(json, "clientId"), proof(json));
                case SERVICE_ACCOUNT ->
                    new OAuth.ServiceAccount(
                            endpoint,
                            text(json, "email"),
                            text(json, "keyId"),
                            text(json, "privateKey"),
                            text(json, "subject"));
                default -> throw new IllegalArgumentException("kind '" + kind + "' is not known");
            };
        } catch (IOException noJson) {
            // Its message would quote the secret.
            throw new IllegalArgumentException("it is not JSON");
        }
    }

    private static ObjectNode endpoint(OAuth grant) {
        return JSON.createObjectNode()
                .put("url", grant.endpoint().url().toString())
                .put("scope", grant.endpoint().scope());
    }

    private static ObjectNode proof(ObjectNode json, ClientProof proof) {
        switch (proof) {
            case ClientProof.None none -> {}
            case ClientProof.SharedSecret(String value, ClientProof.Placement placement) ->
                json.put("clientSecret", value).put("placement", placement.name());
            case ClientProof.Certificate(String certificate, String key, ClientProof.Algorithm algorithm) ->
                json.put("certificate", certificate).put("certificateKey", key).put("algorithm", algorithm.name());
        }
        return json;
    }

    private static ClientProof proof(JsonNode json) {
        if (json.has("clientSecret")) {
            return new ClientProof.SharedSecret(
                    text(json, "clientSecret"), ClientProof.Placement.valueOf(text(json, "placement")));
        }
        return json.has("certificate")
                ? new ClientProof.Certificate(
                        text(json, "certificate"),
                        text(json, "certificateKey"),
                        ClientProof.Algorithm.valueOf(text(json, "algorithm")))
                : new ClientProof.None();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText("");
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
