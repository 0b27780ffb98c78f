package dev.waybill.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.cli.bench.WrkRun.Load;
import dev.waybill.devstack.junit.RequiresServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The load of {@code bench ingress}, against a server that only looks at what it gets. */
@RequiresServer(value = "wrk", program = "wrk")
@Timeout(60)
final class WrkRunTest {
    private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
    private volatile int status = 202;
    private HttpServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            bodies.add(new ObjectMapper().readTree(call.getRequestBody().readAllBytes()));
            call.sendResponseHeaders(status, -1);
            call.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Load load(String kind, int batch) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        return new WrkRun(directory).load(url, kind, batch, 1, 2, 0, "token");
    }

    @Test
    void everyNotificationOfGraphIsANewOne() {
        // When
        Load load = load("graph", 50);

        // Then
        Set<String> ids = new HashSet<>();
        // What was on its way when the load ended still comes in.
        List<JsonNode> taken = List.copyOf(bodies);
        taken.forEach(body -> {
            assertThat(body.path("value")).hasSize(50);
            body.path("value")
                    .forEach(one -> ids.add(one.path("resourceData").path("id").asText()));
        });
        assertThat(taken).isNotEmpty();
        assertThat(ids).hasSize(taken.size() * 50);
        assertThat(load.requests()).isPositive();
        assertThat(load.refused()).isZero();
        assertThat(load.p99Millis()).isGreaterThanOrEqualTo(load.p50Millis());
    }

    @Test
    void pushesOfGoogleSayWhatGmailSays() throws Exception {
        // When
        load("google", 1);

        // Then
        byte[] data = Base64.getDecoder()
                .decode(bodies.getFirst().path("message").path("data").asText());
        JsonNode push = new ObjectMapper().readTree(new String(data, StandardCharsets.UTF_8));
        assertThat(push.path("emailAddress").asText()).matches("m[0-9]+@bench\\.example\\.com");
        assertThat(push.path("historyId").asLong()).isPositive();
    }

    @Test
    void answersOtherThan202AreCounted() {
        // Given
        status = 503;

        // When
        Load load = load("graph", 1);

        // Then
        assertThat(load.refused()).isGreaterThanOrEqualTo(load.requests());
    }
}
