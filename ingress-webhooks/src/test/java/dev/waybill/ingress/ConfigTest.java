package dev.waybill.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.redis.QueueSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins every name and default; a change here is a change for operators. */
final class ConfigTest {
    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withMapping(IngressConfig.class)
                .withMapping(QueueConfig.class)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValues(given)
                .build();
    }

    private static Map<String, String> entries(String... namesAndValues) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            all.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return all;
    }

    private static IngressConfig ingress(Map<String, String> given) {
        return config(given).getConfigMapping(IngressConfig.class);
    }

    @Test
    void defaults() {
        // When
        IngressConfig config = ingress(Map.of());

        // Then
        assertThat(config.keys()).isEmpty();
        assertThat(config.keyFiles()).isEmpty();
        assertThat(config.keyTenants()).isEmpty();
        assertThat(config.timestampTolerance()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.rememberedRequests()).isEqualTo(100_000);
        assertThat(config.rateLimit().perSecond()).isEqualTo(50);
        assertThat(config.rateLimit().burst()).isEqualTo(200);
        assertThat(config.receiveTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.registryInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.google().audiences()).isEmpty();
        assertThat(config.google().topic()).isEmpty();
        assertThat(config.google().pullSubscription()).isEmpty();
        assertThat(config.google().credentialsFile()).isEmpty();
        assertThat(config.google().pubsubEndpoint()).isEmpty();
        assertThat(config.publicUrl()).isEmpty();
        assertThat(config.benchEndpoint()).isFalse();
        assertThat(config.upkeep().enabled()).isTrue();
        assertThat(config.upkeep().interval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.upkeep().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.upkeep().pollInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.upkeep().lookInterval()).isEqualTo(Duration.ofMinutes(15));
        assertThat(config.google().serviceAccounts()).isEmpty();
        assertThat(config.google().jwksUrl()).hasToString("https://www.googleapis.com/oauth2/v3/certs");
        QueueConfig queue = config(Map.of()).getConfigMapping(QueueConfig.class);
        assertThat(queue.settings()).isEqualTo(QueueSettings.defaults());
        assertThat(queue.commandTimeout()).isEqualTo(Duration.ofMillis(800));
        assertThat(ConfigCheck.problem(config, queue)).isEmpty();
    }

    @Test
    void names() {
        // When
        IngressConfig config = ingress(entries(
                "waybill.ingress.public-url", "https://hooks.example.com",
                "waybill.ingress.google.topic", "projects/p/topics/t",
                "waybill.ingress.google.pull-subscription", "projects/p/subscriptions/s",
                "waybill.ingress.google.credentials-file", "/run/secrets/pubsub.json",
                "waybill.ingress.google.pubsub-endpoint", "127.0.0.1:8085",
                "waybill.ingress.bench-endpoint", "true",
                "waybill.ingress.upkeep.enabled", "false",
                "waybill.ingress.upkeep.interval", "11s",
                "waybill.ingress.upkeep.lease", "12s",
                "waybill.ingress.upkeep.poll-interval", "13s",
                "waybill.ingress.upkeep.look-interval", "14s",
                "waybill.ingress.google.audiences", "https://a.example,https://b.example",
                "waybill.ingress.google.service-accounts", "push@p.iam.gserviceaccount.com",
                "waybill.ingress.google.jwks-url", "http://127.0.0.1:1/certs",
                "waybill.ingress.keys.crm", "secret",
                "waybill.ingress.key-files.desk", "/run/secrets/desk",
                "waybill.ingress.key-tenants.crm", "acme",
                "waybill.ingress.timestamp-tolerance", "2m",
                "waybill.ingress.remembered-requests", "7",
                "waybill.ingress.rate-limit.per-second", "8",
                "waybill.ingress.rate-limit.burst", "9",
                "waybill.ingress.receive-timeout", "3s",
                "waybill.ingress.registry-interval", "2s"));

        // Then
        assertThat(config.keys()).containsExactly(Map.entry("crm", "secret"));
        assertThat(config.keyFiles()).containsExactly(Map.entry("desk", Path.of("/run/secrets/desk")));
        assertThat(config.keyTenants()).containsExactly(Map.entry("crm", "acme"));
        assertThat(config.timestampTolerance()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.rememberedRequests()).isEqualTo(7);
        assertThat(config.rateLimit().perSecond()).isEqualTo(8);
        assertThat(config.rateLimit().burst()).isEqualTo(9);
        assertThat(config.receiveTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.registryInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.publicUrl())
                .hasValueSatisfying(url -> assertThat(url).hasToString("https://hooks.example.com"));
        assertThat(config.google().topic()).contains("projects/p/topics/t");
        assertThat(config.google().pullSubscription()).contains("projects/p/subscriptions/s");
        assertThat(config.google().credentialsFile()).contains(Path.of("/run/secrets/pubsub.json"));
        assertThat(config.google().pubsubEndpoint()).contains("127.0.0.1:8085");
        assertThat(config.benchEndpoint()).isTrue();
        assertThat(config.upkeep().enabled()).isFalse();
        assertThat(config.upkeep().interval()).isEqualTo(Duration.ofSeconds(11));
        assertThat(config.upkeep().lease()).isEqualTo(Duration.ofSeconds(12));
        assertThat(config.upkeep().pollInterval()).isEqualTo(Duration.ofSeconds(13));
        assertThat(config.upkeep().lookInterval()).isEqualTo(Duration.ofSeconds(14));
        assertThat(config.google().audiences()).contains(List.of("https://a.example", "https://b.example"));
        assertThat(config.google().serviceAccounts()).contains(List.of("push@p.iam.gserviceaccount.com"));
        assertThat(config.google().jwksUrl()).hasToString("http://127.0.0.1:1/certs");
    }

    @Test
    void keysMayComeFromTheEnvironment() {
        // When
        IngressConfig config = new SmallRyeConfigBuilder()
                .withMapping(IngressConfig.class)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new EnvConfigSource(
                        Map.of(
                                "WAYBILL_INGRESS_KEYS_CRM", "secret",
                                "WAYBILL_INGRESS_KEY_FILES_DESK", "/run/secrets/desk",
                                "WAYBILL_INGRESS_KEY_TENANTS_DESK", "acme"),
                        300))
                .build()
                .getConfigMapping(IngressConfig.class);

        // Then
        assertThat(config.keys()).containsExactly(Map.entry("crm", "secret"));
        assertThat(config.keyFiles()).containsExactly(Map.entry("desk", Path.of("/run/secrets/desk")));
        assertThat(config.keyTenants()).containsExactly(Map.entry("desk", "acme"));
    }

    @Test
    void namesOfTheRunbookAreAccepted() {
        // When
        QueueSettings settings = config(Map.of(
                        "UNIFIED_INBOUND_EMAIL_QUEUE_KEY", "{q}:r",
                        "UNIFIED_INBOUND_EMAIL_PROCESSING_QUEUE_KEY", "{q}:p",
                        "UNIFIED_INBOUND_EMAIL_INFLIGHT_HASH_KEY", "{q}:i",
                        "UNIFIED_INBOUND_EMAIL_INFLIGHT_LEASE_KEY", "{q}:l",
                        "UNIFIED_INBOUND_EMAIL_DLQ_KEY", "{q}:d",
                        "waybill.queue.keys.prefix", "{q}:"))
                .getConfigMapping(QueueConfig.class)
                .settings();

        // Then
        assertThat(settings.keys().ready()).isEqualTo("{q}:r");
        assertThat(settings.keys().processing()).isEqualTo("{q}:p");
        assertThat(settings.keys().inflight()).isEqualTo("{q}:i");
        assertThat(settings.keys().lease()).isEqualTo("{q}:l");
        assertThat(settings.keys().dlq()).isEqualTo("{q}:d");
    }

    @ParameterizedTest
    @CsvSource({
        "waybill.ingress.timestamp-tolerance, 1h",
        "waybill.ingress.timestamp-tolerance, 0s",
        "waybill.ingress.receive-timeout, 2m",
        "waybill.ingress.registry-interval, 0s",
        "waybill.ingress.remembered-requests, 0",
        "waybill.ingress.public-url, ftp://x",
        "waybill.ingress.public-url, https://x.example/?a=b",
        "waybill.ingress.google.topic, gmail",
        "waybill.ingress.google.pull-subscription, gmail-pull",
        "waybill.ingress.upkeep.interval, 0s",
        "waybill.ingress.upkeep.lease, 1h",
        "waybill.ingress.upkeep.poll-interval, 0s",
        "waybill.ingress.upkeep.look-interval, 0s",
        "waybill.ingress.rate-limit.per-second, 0",
        "waybill.ingress.rate-limit.burst, 1",
        "waybill.queue.command-timeout, 10s"
    })
    void contradictionIsNamedWithWhatToChange(String name, String value) {
        // Given
        SmallRyeConfig config = config(Map.of(name, value));

        // When
        var problem = ConfigCheck.problem(
                config.getConfigMapping(IngressConfig.class), config.getConfigMapping(QueueConfig.class));

        // Then
        assertThat(problem)
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains(name).containsPattern("allowed|raise|set it"));
    }
}
