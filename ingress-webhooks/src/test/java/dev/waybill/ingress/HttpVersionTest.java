package dev.waybill.ingress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Senders that would rather speak HTTP/2. */
@QuarkusTest
@QuarkusTestResource(IngressServers.class)
@Timeout(60)
final class HttpVersionTest {
    @TestHTTPResource("/webhooks/imap")
    URI endpoint;

    @Test
    void offerToUpgradeIsPassedOverAndTheRequestAnswered() throws Exception {
        // Given
        HttpRequest push = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            // When
            HttpResponse<String> answer = client.send(push, HttpResponse.BodyHandlers.ofString());
            // Then
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void connectionThatBeginsInHttp2IsClosedAtOnce() throws Exception {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(10_000);
            // When
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            // Then
            assertThat(new String(answer, US_ASCII)).doesNotContain(" 500");
        }
    }
}
