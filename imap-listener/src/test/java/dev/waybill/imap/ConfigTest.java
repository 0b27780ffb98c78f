package dev.waybill.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.redis.KeyNames;
import dev.waybill.queue.redis.QueueSettings;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins every name and default; a change here is a change for operators. */
final class ConfigTest {
    private static SmallRyeConfig config(Map<String, String> given) {
        return new SmallRyeConfigBuilder()
                .withMapping(ListenerConfig.class)
                .withMapping(QueueConfig.class)
                .withMapping(MailboxConfig.class)
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withDefaultValues(given)
                .build();
    }

    private static ListenerConfig listener(Map<String, String> given) {
        return config(given).getConfigMapping(ListenerConfig.class);
    }

    private static Optional<String> problem(Map<String, String> given) {
        SmallRyeConfig config = config(given);
        return ConfigCheck.problem(
                config.getConfigMapping(ListenerConfig.class),
                config.getConfigMapping(QueueConfig.class),
                config.getConfigMapping(MailboxConfig.class));
    }

    @Test
    void defaultsOfTheListener() {
        // When
        ListenerConfig config = listener(Map.of());

        // Then
        assertThat(config.registryInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.idleRefresh()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.fullRound()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.connectAtOnce()).isEqualTo(50);
        assertThat(config.connectAtOnceAtOneHost()).isEqualTo(10);
        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.name()).isEmpty();
        assertThat(config.reconnect().first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.reconnect().max()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.reconnect().stableAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.reconnect().afterAuthFailure()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.reconnect().afterThrottling()).isEqualTo(Duration.ofMinutes(5));
        assertThat(problem(Map.of())).isEmpty();
    }

    @Test
    void namesOfTheListener() {
        // When
        ListenerConfig config = listener(Map.ofEntries(
                Map.entry("waybill.listener.registry-interval", "2s"),
                Map.entry("waybill.listener.idle-refresh", "3s"),
                Map.entry("waybill.listener.full-round", "4s"),
                Map.entry("waybill.listener.poll-interval", "1500ms"),
                Map.entry("waybill.listener.connect-at-once", "5"),
                Map.entry("waybill.listener.connect-at-once-at-one-host", "6"),
                Map.entry("waybill.listener.stop-timeout", "7s"),
                Map.entry("waybill.listener.lease", "5s"),
                Map.entry("waybill.listener.name", "left"),
                Map.entry("waybill.listener.reconnect.first", "8s"),
                Map.entry("waybill.listener.reconnect.max", "9s"),
                Map.entry("waybill.listener.reconnect.stable-after", "10s"),
                Map.entry("waybill.listener.reconnect.after-auth-failure", "11s"),
                Map.entry("waybill.listener.reconnect.after-throttling", "12s")));

        // Then
        assertThat(config.registryInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.idleRefresh()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.fullRound()).isEqualTo(Duration.ofSeconds(4));
        assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(config.connectAtOnce()).isEqualTo(5);
        assertThat(config.connectAtOnceAtOneHost()).isEqualTo(6);
        assertThat(config.stopTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.name()).hasValue("left");
        assertThat(config.reconnect().first()).isEqualTo(Duration.ofSeconds(8));
        assertThat(config.reconnect().max()).isEqualTo(Duration.ofSeconds(9));
        assertThat(config.reconnect().stableAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.reconnect().afterAuthFailure()).isEqualTo(Duration.ofSeconds(11));
        assertThat(config.reconnect().afterThrottling()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void queueAndMailboxesWithoutAnyConfiguration() {
        // Given
        SmallRyeConfig config = config(Map.of());

        // When
        QueueSettings settings = config.getConfigMapping(QueueConfig.class).settings();
        MailboxConfig mailboxes = config.getConfigMapping(MailboxConfig.class);

        // Then
        assertThat(settings).isEqualTo(QueueSettings.defaults());
        assertThat(mailboxes.allowPrivateHosts()).isFalse();
        assertThat(mailboxes.imap().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(mailboxes.imap().readTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(mailboxes.imap().writeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(mailboxes.imap().allowPlaintext()).isFalse();
        assertThat(mailboxes.imap().caFile()).isEmpty();
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
                        "waybill.queue.keys.prefix", "{q}:",
                        "waybill.queue.default-limit", "3",
                        "waybill.queue.command-timeout", "400ms"))
                .getConfigMapping(QueueConfig.class)
                .settings();

        // Then
        assertThat(settings.keys()).isEqualTo(new KeyNames("{q}:", "{q}:r", "{q}:p", "{q}:i", "{q}:l", "{q}:d"));
        assertThat(settings.defaultLimit()).isEqualTo(3);
        assertThat(settings.commandTimeout()).isEqualTo(Duration.ofMillis(400));
    }

    @Test
    void ownNameGoesBeforeTheRunbooks() {
        // When
        QueueSettings settings = config(Map.of(
                        "UNIFIED_INBOUND_EMAIL_QUEUE_KEY", "{email:inbound:unified:pointer}:old",
                        "waybill.queue.keys.ready", "{email:inbound:unified:pointer}:new"))
                .getConfigMapping(QueueConfig.class)
                .settings();

        // Then
        assertThat(settings.keys().ready()).isEqualTo("{email:inbound:unified:pointer}:new");
    }

    @Test
    void keysInDifferentSlotsAreRefusedWithASentence() {
        // When
        var problem = problem(Map.of("UNIFIED_INBOUND_EMAIL_DLQ_KEY", "dead"));

        // Then
        assertThat(problem).hasValueSatisfying(sentence -> assertThat(sentence).contains("'dead'", "hash tag"));
    }

    @ParameterizedTest
    @CsvSource({
        "waybill.listener.idle-refresh, 30m, waybill.listener.idle-refresh",
        "waybill.listener.idle-refresh, 0s, waybill.listener.idle-refresh",
        "waybill.listener.full-round, 4m, waybill.listener.full-round",
        "waybill.listener.poll-interval, 6m, waybill.listener.poll-interval",
        "waybill.listener.reconnect.first, 10m, waybill.listener.reconnect.first",
        "waybill.listener.reconnect.after-throttling, 0s, waybill.listener.reconnect.after-throttling",
        "waybill.listener.stop-timeout, 20s, waybill.listener.stop-timeout",
        "waybill.listener.lease, 2s, waybill.listener.lease",
        "waybill.listener.lease, 3m, waybill.listener.lease",
        "waybill.listener.connect-at-once, 0, waybill.listener.connect-at-once",
        "waybill.listener.connect-at-once-at-one-host, 51, waybill.listener.connect-at-once-at-one-host",
        "waybill.mailbox.imap.connect-timeout, 0s, 'connect'",
        "waybill.queue.default-limit, 0, default limit"
    })
    void contradictionIsNamedWithWhatToChange(String name, String value, String named) {
        // When
        var problem = problem(Map.of(name, value));

        // Then
        assertThat(problem).hasValueSatisfying(sentence -> assertThat(sentence).contains(named));
    }
}
