package dev.waybill.devstack.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.devstack.oauth.TokenServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A plain client with one person's token. */
final class GmailClient implements AutoCloseable {
    static final String READONLY = "https://www.googleapis.com/auth/gmail.readonly";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String users;
    private final String token;

    private GmailClient(String users, String token) {
        this.users = users;
        this.token = token;
    }

    /** A status and the JSON that came with it. */
    record Seen(int status, JsonNode json) {
        String reason() {
            return json.at("/error/errors/0/reason").asText();
        }
    }

    static GmailClient withToken(GmailSimulator gmail, String token) {
        return new GmailClient(gmail.rootUrl() + "gmail/v1/users/", token);
    }

    /** Signs a person in and takes a token of this scope. */
    static GmailClient of(GmailSimulator gmail, TokenServer tokens, String person, String scope) throws Exception {
        tokens.directory().addApplication("app", "secret");
        String refresh = tokens.directory().signIn("app", person);
        HttpRequest request = HttpRequest.newBuilder(tokens.google())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "grant_type=refresh_token&client_id=app&client_secret=secret&refresh_token=" + refresh
                                + "&scope=" + URLEncoder.encode(scope, StandardCharsets.UTF_8)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = http.send(request, BodyHandlers.ofString()).body();
            return withToken(gmail, JSON.readTree(body).path("access_token").asText());
        }
    }

    Seen get(String path) throws Exception {
        return send("GET", path, "");
    }

    Seen post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private Seen send(String method, String path, String body) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(users + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        return new Seen(
                response.statusCode(),
                response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()));
    }

    @Override
    public void close() {
        http.close();
    }
}
