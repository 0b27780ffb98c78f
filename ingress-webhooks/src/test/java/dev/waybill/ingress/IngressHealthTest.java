package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.InMemoryQueue;
import dev.waybill.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

final class IngressHealthTest {
    private final FakeRegistryCopy registry = new FakeRegistryCopy();
    private final InMemoryQueue queue = new InMemoryQueue();
    private final IngressHealth health =
            new IngressHealth(new SteadyLoop("registry", Duration.ofSeconds(1), () -> {}), registry, queue.producer());

    private static Map<String, Object> data(HealthCheckResponse response) {
        return response.getData().orElseThrow();
    }

    @Test
    void notReadyBeforeTheRegistryIsLoadedAndSaysWhy() {
        // Given
        registry.loaded = false;
        registry.fresh = false;

        // When
        HealthCheckResponse ready = health.ready().call();

        // Then
        assertThat(ready.getStatus()).isEqualTo(Status.DOWN);
        assertThat(data(ready).get("postgres").toString()).contains("has not answered yet");
        assertThat(data(health.started().call()).get("waiting").toString()).contains("PostgreSQL");
        assertThat(health.live().call().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void readyAndDegradedWhilePostgresIsDown() {
        // Given
        registry.fresh = false;

        // When
        HealthCheckResponse ready = health.ready().call();

        // Then
        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(data(ready)).containsEntry("degraded", true).containsEntry("redis", "answers");
        assertThat(data(ready).get("postgres").toString()).contains("does not answer");
    }

    @Test
    void redisThatDoesNotAnswerIsNamed() {
        // Given
        queue.failWith(
                new QueueUnavailableException("reading position health", "no connection", new RuntimeException()));

        // When
        HealthCheckResponse ready = health.ready().call();

        // Then
        assertThat(ready.getStatus()).isEqualTo(Status.UP);
        assertThat(data(ready)).containsEntry("degraded", true);
        assertThat(data(ready).get("redis").toString())
                .contains("no connection")
                .contains("503");
    }
}
