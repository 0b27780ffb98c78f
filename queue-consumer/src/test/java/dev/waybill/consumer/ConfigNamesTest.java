package dev.waybill.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.consumer.answer.HoldKeeper;
import dev.waybill.consumer.process.OwnWorld;
import dev.waybill.consumer.rate.RateGrants;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.message.authentication.AuthenticationTrust;
import dev.waybill.queue.redis.QueueSettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The names and defaults of the configuration are an interface: whoever changes one changes this. */
class ConfigNamesTest {
    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .withMapping(ConsumerConfig.class)
                .withMapping(QueueConfig.class)
                .withMapping(BlobConfig.class)
                .withMapping(RetentionConfig.class)
                .withMapping(ReconcileConfig.class)
                .withMapping(MailboxConfig.class)
                .withMapping(ReadingConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build();
    }

    @Test
    void theDefaultsAreThese() {
        // Given
        SmallRyeConfig config = config(Map.of());

        // When
        ConsumerConfig consumer = config.getConfigMapping(ConsumerConfig.class);
        QueueConfig queue = config.getConfigMapping(QueueConfig.class);
        BlobConfig blobs = config.getConfigMapping(BlobConfig.class);
        MailboxConfig mailboxes = config.getConfigMapping(MailboxConfig.class);

        // Then
        assertThat(consumer.name()).isEmpty();
        assertThat(consumer.places()).isEqualTo(64);
        assertThat(consumer.workers()).isEqualTo(16);
        assertThat(consumer.handlerTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(consumer.retryDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(consumer.stopTimeout()).isEqualTo(Duration.ofSeconds(12));
        assertThat(consumer.maxMailSize().asLongValue()).isEqualTo(150L * 1024 * 1024);
        assertThat(consumer.deadLetterPass()).isEqualTo(Duration.ofSeconds(30));
        assertThat(consumer.registryInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(consumer.imap().sessions()).isEqualTo(2);
        assertThat(consumer.imap().keepSession()).isEqualTo(Duration.ofMinutes(1));
        assertThat(consumer.imap().fetchSet()).isEqualTo(32);
        assertThat(consumer.imap().limit()).isEqualTo(64);
        assertThat(consumer.limits()).isEqualTo(new HoldKeeper.Limits(64, 3, 5));
        assertThat(consumer.grants()).isEqualTo(new RateGrants(10_000, 6_000));
        assertThat(queue.claimTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(queue.maxAttempts()).isEqualTo(5);
        assertThat(queue.maxCrashes()).isEqualTo(3);
        assertThat(queue.shards()).isEqualTo(1);
        assertThat(queue.settings()).isEqualTo(QueueSettings.defaults());
        assertThat(blobs.directory()).isEmpty();
        assertThat(blobs.sweepAge()).isEqualTo(Duration.ofDays(1));
        assertThat(blobs.sweepInterval()).isEqualTo(Duration.ofHours(6));
        assertThat(mailboxes.allowPrivateHosts()).isFalse();
        assertThat(mailboxes.imap().allowPlaintext()).isFalse();
        assertThat(mailboxes.httpSettings())
                .isEqualTo(new HttpSettings(
                        Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(40), Optional.empty()));
        assertThat(mailboxes.graph().baseUrl()).hasToString("https://graph.microsoft.com/v1.0");
        assertThat(mailboxes.gmail().rootUrl()).hasToString("https://gmail.googleapis.com/");
        ReadingConfig reading = config.getConfigMapping(ReadingConfig.class);
        assertThat(reading.ownWorld()).isEqualTo(OwnWorld.UNKNOWN);
        ReconcileConfig reconcile = config.getConfigMapping(ReconcileConfig.class);
        assertThat(reconcile.interval()).isEqualTo(Duration.ofMinutes(15));
        assertThat(reconcile.wideInterval()).isEqualTo(Duration.ofDays(1));
        assertThat(reconcile.wideWindow()).isEqualTo(Duration.ofDays(30));
        assertThat(problem(Map.of(), 24)).isEmpty();
    }

    @Test
    void theNamesAreThese() {
        // Given
        SmallRyeConfig config = config(Map.ofEntries(
                Map.entry("waybill.consumer.name", "c1"),
                Map.entry("waybill.consumer.places", "8"),
                Map.entry("waybill.consumer.workers", "4"),
                Map.entry("waybill.consumer.handler-timeout", "10s"),
                Map.entry("waybill.consumer.retry-delay", "1s"),
                Map.entry("waybill.consumer.stop-timeout", "5s"),
                Map.entry("waybill.consumer.max-mail-size", "1M"),
                Map.entry("waybill.consumer.imap.sessions", "1"),
                Map.entry("waybill.consumer.imap.keep-session", "5s"),
                Map.entry("waybill.consumer.imap.fetch-set", "10"),
                Map.entry("waybill.consumer.imap.limit", "20"),
                Map.entry("waybill.consumer.graph.limit", "2"),
                Map.entry("waybill.consumer.graph.requests", "5000"),
                Map.entry("waybill.consumer.gmail.limit", "4"),
                Map.entry("waybill.consumer.gmail.units", "15000"),
                Map.entry("waybill.mailbox.api.connect-timeout", "1s"),
                Map.entry("waybill.mailbox.api.read-timeout", "2s"),
                Map.entry("waybill.mailbox.api.answer-timeout", "3s"),
                Map.entry("waybill.mailbox.api.ca-file", "/etc/ca.pem"),
                Map.entry("waybill.mailbox.graph.base-url", "http://127.0.0.1:1/v1.0"),
                Map.entry("waybill.mailbox.gmail.root-url", "http://127.0.0.1:2/"),
                Map.entry("waybill.queue.claim-ttl", "30s"),
                Map.entry("waybill.queue.max-attempts", "2"),
                Map.entry("waybill.queue.max-crashes", "4"),
                Map.entry("waybill.blobs.directory", "/var/lib/blobs"),
                Map.entry("waybill.blobs.sweep-age", "48h")));

        // When
        ConsumerConfig consumer = config.getConfigMapping(ConsumerConfig.class);

        // Then
        assertThat(consumer.loopSettings(config.getConfigMapping(QueueConfig.class)))
                .isEqualTo(new dev.waybill.consumer.loop.LoopSettings(
                        "c1", 8, Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(1), 2, 4));
        assertThat(consumer.workers()).isEqualTo(4);
        assertThat(consumer.stopTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(consumer.maxMailSize().asLongValue()).isEqualTo(1024 * 1024);
        assertThat(consumer.imap().sessions()).isEqualTo(1);
        assertThat(consumer.imap().keepSession()).isEqualTo(Duration.ofSeconds(5));
        assertThat(consumer.imap().fetchSet()).isEqualTo(10);
        assertThat(consumer.limits()).isEqualTo(new HoldKeeper.Limits(20, 2, 4));
        assertThat(consumer.grants()).isEqualTo(new RateGrants(5_000, 15_000));
        MailboxConfig mailboxes = config.getConfigMapping(MailboxConfig.class);
        assertThat(mailboxes.httpSettings())
                .isEqualTo(new HttpSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Optional.of(Path.of("/etc/ca.pem"))));
        assertThat(mailboxes.graph().baseUrl()).hasToString("http://127.0.0.1:1/v1.0");
        assertThat(mailboxes.gmail().rootUrl()).hasToString("http://127.0.0.1:2/");
        BlobConfig blobs = config.getConfigMapping(BlobConfig.class);
        assertThat(blobs.directory()).contains(Path.of("/var/lib/blobs"));
        assertThat(blobs.sweepAge()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void theNamesOfReadingAreThese() {
        // When
        OwnWorld own = config(Map.of(
                        "waybill.reading.authserv-ids", "mx.google.com,MX.example.com",
                        "waybill.reading.exchange", "contoso.com",
                        "waybill.reading.own-addresses", "Support@example.com",
                        "waybill.reading.own-markers", "desk",
                        "waybill.reading.most-hops", "30"))
                .getConfigMapping(ReadingConfig.class)
                .ownWorld();

        // Then
        assertThat(own)
                .isEqualTo(new OwnWorld(
                        Set.of("mx.google.com", "mx.example.com"),
                        Set.of("contoso.com"),
                        Set.of("support@example.com"),
                        Set.of("desk"),
                        30));
        assertThat(own.of("help@contoso.com").trust()).isEqualTo(new AuthenticationTrust.Exchange());
        assertThat(own.of("help@example.com").trust())
                .isEqualTo(new AuthenticationTrust.Servers(Set.of("mx.google.com", "mx.example.com")));
        assertThat(own.of("Help@example.com").ownAddresses())
                .containsExactlyInAnyOrder("help@example.com", "support@example.com");
    }

    @Test
    void theRunbooksNamesAreAccepted() {
        // Given
        QueueConfig queue = config(Map.of(
                        "UNIFIED_INBOUND_EMAIL_QUEUE_KEY", "{q}:r",
                        "UNIFIED_INBOUND_EMAIL_PROCESSING_QUEUE_KEY", "{q}:p",
                        "UNIFIED_INBOUND_EMAIL_INFLIGHT_HASH_KEY", "{q}:i",
                        "UNIFIED_INBOUND_EMAIL_INFLIGHT_LEASE_KEY", "{q}:l",
                        "UNIFIED_INBOUND_EMAIL_DLQ_KEY", "{q}:d",
                        "waybill.queue.keys.prefix", "{q}:",
                        "UNIFIED_INBOUND_EMAIL_QUEUE_MAX_ATTEMPTS", "7",
                        "UNIFIED_INBOUND_EMAIL_QUEUE_CLAIM_TTL_MS", "90000",
                        "UNIFIED_INBOUND_EMAIL_QUEUE_BLOCK_SECONDS", "1"))
                .getConfigMapping(QueueConfig.class);

        // Then
        assertThat(queue.maxAttempts()).isEqualTo(7);
        assertThat(queue.claimTtl()).isEqualTo(Duration.ofSeconds(90));
        assertThat(queue.settings().block()).isEqualTo(Duration.ofSeconds(1));
        assertThat(queue.settings().keys().ready()).isEqualTo("{q}:r");
        assertThat(queue.settings().keys().dlq()).isEqualTo("{q}:d");
    }

    @Test
    void aBlockTimeOfTheRunbookThatIsTooLongIsShortened() {
        QueueConfig queue =
                config(Map.of("UNIFIED_INBOUND_EMAIL_QUEUE_BLOCK_SECONDS", "5")).getConfigMapping(QueueConfig.class);
        assertThat(queue.settings().block()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void contradictionsAreSaidInASentence() {
        assertThat(problem(Map.of("waybill.queue.claim-ttl", "60s"), 24))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("Raise waybill.queue.claim-ttl to at least 90s"));
        assertThat(problem(Map.of(), 10))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("Raise the pool to at least 20"));
        assertThat(problem(Map.of("waybill.consumer.stop-timeout", "30s"), 24))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("Set it to 13s at most"));
        assertThat(problem(Map.of("waybill.consumer.imap.fetch-set", "0"), 24)).isPresent();
        assertThat(problem(Map.of("waybill.consumer.places", "0"), 24)).isPresent();
        assertThat(problem(Map.of("waybill.blobs.sweep-age", "0s"), 24)).isPresent();
        assertThat(problem(Map.of("waybill.retention.originals", "90d"), 24)).isEmpty();
        assertThat(problem(Map.of("waybill.retention.details", "1h"), 24))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("waybill.retention.details"));
        assertThat(problem(Map.of("waybill.reconcile.interval", "0s"), 24)).isPresent();
        assertThat(problem(Map.of("waybill.reconcile.wide-interval", "10m"), 24))
                .isPresent();
        assertThat(problem(Map.of("waybill.reconcile.wide-window", "12h"), 24))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("set it to at least PT24H"));
        assertThat(problem(Map.of("waybill.reading.most-hops", "0"), 24)).isPresent();
        assertThat(problem(Map.of("waybill.reading.own-addresses", "help"), 24))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("write name@domain"));
    }

    private static Optional<String> problem(Map<String, String> values, int connections) {
        SmallRyeConfig config = config(values);
        return ConfigCheck.problem(
                config.getConfigMapping(ConsumerConfig.class),
                config.getConfigMapping(QueueConfig.class),
                config.getConfigMapping(BlobConfig.class),
                config.getConfigMapping(ReadingConfig.class),
                config.getConfigMapping(RetentionConfig.class),
                config.getConfigMapping(ReconcileConfig.class),
                connections);
    }
}
