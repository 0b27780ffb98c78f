package dev.waybill.cli.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The admin API as seen from here: every refusal becomes a {@link VerbFailure} with the server's sentence. */
final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Longer than the longest call that the server allows itself (a replay at a rate). */
    private static final Duration ANSWER = Duration.ofMinutes(11);

    private final AdminServer server;
    private final HttpClient http;

    AdminClient(AdminServer server) {
        this.server = server;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    JsonNode get(ApiPath path) {
        return send(request(path).GET());
    }

    JsonNode post(ApiPath path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    JsonNode post(ApiPath path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    JsonNode put(ApiPath path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8)));
    }

    JsonNode delete(ApiPath path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(ApiPath path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + server.token());
    }

    private JsonNode send(HttpRequest.Builder request) {
        HttpResponse<byte[]> response = exchange(request.build());
        JsonNode body = json(response);
        if (response.statusCode() / 100 == 2) {
            return body;
        }
        throw VerbFailure.failed(refusal(response.statusCode(), body));
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw VerbFailure.failed(server.absent());
        } catch (HttpTimeoutException e) {
            throw VerbFailure.failed(place(request.uri()) + " did not answer within " + ANSWER.toMinutes()
                    + " minutes. What was asked may still be going on; look before you ask again");
        } catch (IOException e) {
            throw VerbFailure.failed("the connection to " + place(request.uri()) + " broke (" + e.getMessage()
                    + "). What was asked may have been done; look before you ask again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbFailure.failed("interrupted");
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        if (response.body().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Screen.JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can always be read", e);
        }
    }

    private String refusal(int status, JsonNode body) {
        String sentence = body.path("error").asText("");
        if (sentence.isEmpty()) {
            return server.url() + " answered " + status
                    + " without a word of Waybill's: is it Waybill's admin address?";
        }
        if (status == 401) {
            return sentence + " (token from " + server.tokenSource() + ")";
        }
        List<String> fields = new ArrayList<>();
        body.path("fields")
                .forEach(f -> fields.add("\n  " + f.path("field").asText() + ": "
                        + f.path("problem").asText()));
        return sentence + String.join("", fields);
    }

    private static String place(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
