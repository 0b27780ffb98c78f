package dev.waybill.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The admin API of whichever consumer of a run answers. */
final class ConsumerApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> ports;
    private final String token;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    ConsumerApi(List<Integer> ports, String token) {
        this.ports = ports;
        this.token = token;
    }

    /** Connects a mailbox; refused, it ends the run. */
    void connect(JsonNode mailbox) {
        HttpResponse<String> answer = send("/v1/mailboxes", "POST", Optional.of(mailbox.toString()))
                .orElseThrow(() -> new ChaosFailure("no consumer answers on its admin API"));
        if (answer.statusCode() / 100 != 2) {
            throw new ChaosFailure("mailbox " + mailbox.path("address").asText() + " was not connected: HTTP "
                    + answer.statusCode() + " " + answer.body());
        }
    }

    /** Gives a mailbox another secret. */
    void credential(String address, JsonNode secret) {
        HttpResponse<String> answer = send(path(address) + "/credential", "PUT", Optional.of(secret.toString()))
                .orElseThrow(() -> new ChaosFailure("no consumer answers on its admin API"));
        if (answer.statusCode() / 100 != 2) {
            throw new ChaosFailure("the credential of " + address + " was not taken: HTTP " + answer.statusCode() + " "
                    + answer.body());
        }
    }

    /** What {@code mailbox show} prints; empty when nobody answers well. */
    Optional<JsonNode> account(String address) {
        return send(path(address), "GET", Optional.empty())
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> parse(answer.body()));
    }

    private static String path(String address) {
        return "/v1/mailboxes/" + URLEncoder.encode(address, StandardCharsets.UTF_8);
    }

    private Optional<HttpResponse<String>> send(String path, String method, Optional<String> body) {
        for (int port : ports) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + token);
            body.ifPresent(json ->
                    request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json)));
            try {
                return Optional.of(http.send(request.build(), BodyHandlers.ofString()));
            } catch (IOException gone) {
                // The next one, then.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new ChaosFailure("the admin API answered what is no JSON: " + json, e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
