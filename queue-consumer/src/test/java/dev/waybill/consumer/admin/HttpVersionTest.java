package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that would rather speak HTTP/2. */
@QuarkusTest
@WithTestResource(AdminApiServers.class)
@Timeout(60)
class HttpVersionTest {
    @TestHTTPResource("/v1/mailboxes")
    URI endpoint;

    @Test
    void offerToUpgradeIsPassedOverAndTheRequestAnswered() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            // When
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.ofString());
            // Then
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(401);
        }
    }
}
