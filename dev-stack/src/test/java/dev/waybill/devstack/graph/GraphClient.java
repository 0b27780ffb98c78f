package dev.waybill.devstack.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.devstack.oauth.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A plain client with an application's token. */
final class GraphClient implements AutoCloseable {
    static final String TENANT = "contoso.example";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    private GraphClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** A status and the JSON that came with it. */
    record Seen(int status, JsonNode json, HttpResponse<byte[]> response) {
        String code() {
            return json.at("/error/code").asText();
        }

        String next() {
            return json.path("@odata.nextLink").asText();
        }

        String deltaLink() {
            return json.path("@odata.deltaLink").asText();
        }

        String firstId() {
            return json.at("/value/0/id").asText();
        }
    }

    static GraphClient withToken(GraphSimulator graph, String token) {
        return new GraphClient(graph.baseUrl().toString(), token);
    }

    static GraphClient application(GraphSimulator graph, TokenServer tokens) throws Exception {
        tokens.directory().addTenant(TENANT);
        tokens.directory().addApplication("app", "secret");
        HttpRequest request = HttpRequest.newBuilder(tokens.microsoft(TENANT))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                        BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=app&client_secret=secret&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String body = http.send(request, BodyHandlers.ofString()).body();
            return withToken(graph, JSON.readTree(body).path("access_token").asText());
        }
    }

    Seen get(String pathOrLink, String... preferences) throws Exception {
        return send("GET", pathOrLink, "", preferences);
    }

    Seen post(String path, String body, String... preferences) throws Exception {
        return send("POST", path, body, preferences);
    }

    Seen send(String method, String pathOrLink, String body, String... preferences) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(pathOrLink.startsWith("http") ? pathOrLink : base + pathOrLink))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        for (String preference : preferences) {
            request.header("Prefer", preference);
        }
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Seen(response.statusCode(), json(response), response);
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        boolean isJson =
                response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        return isJson ? JSON.readTree(response.body()) : JSON.createObjectNode();
    }

    @Override
    public void close() {
        http.close();
    }
}
