package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Connects mailboxes as an operator would. */
final class AdminApi implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    AdminApi(int port, String token) {
        this.base = "http://127.0.0.1:" + port + "/v1/mailboxes";
        this.token = token;
    }

    /** Connects a mailbox at a server on this machine; {@code security} is none, starttls or tls. */
    void connect(String address, int port, String security, String password) {
        ObjectNode mailbox = JSON.createObjectNode().put("address", address).put("since", "all");
        mailbox.putArray("folders").add("INBOX");
        mailbox.putObject("imap")
                .put("host", "localhost")
                .put("port", port)
                .put("security", security)
                .put("username", address);
        connect(address, mailbox.put("password", password));
    }

    /** Connects a mailbox as {@code POST /v1/mailboxes} is told to. */
    void connect(String address, ObjectNode mailbox) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(base))
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(mailbox)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new BenchFailure("the mailbox " + address + " was not connected: " + answer.body());
            }
        } catch (IOException e) {
            throw new BenchFailure("the admin API did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("the benchmark was interrupted", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
