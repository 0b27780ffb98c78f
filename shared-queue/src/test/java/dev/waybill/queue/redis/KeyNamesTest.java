package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.FAILURE;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class KeyNamesTest {

    @Test
    void theDefaultNamesAreThoseOfTheRunbooks() {
        assertThat(KeyNames.defaults().forScripts())
                .containsExactly(
                        "{email:inbound:unified:pointer}:",
                        "{email:inbound:unified:pointer}:ready",
                        "{email:inbound:unified:pointer}:processing",
                        "{email:inbound:unified:pointer}:inflight",
                        "{email:inbound:unified:pointer}:lease",
                        "{email:inbound:unified:pointer}:dlq");
    }

    @Test
    void aNameWithoutThePrefixesHashTagIsRefusedWithAnExample() {
        assertThatThrownBy(() -> KeyNames.defaults().withDlq("dead"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dead'")
                .hasMessageContaining("'{email:inbound:unified:pointer}:dead'");
        assertThatThrownBy(() -> KeyNames.withPrefix("mail:"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no hash tag");
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        KeyNames names = KeyNames.withPrefix("{q}:");

        assertThatThrownBy(() -> names.withDlq("{q}:ready")).hasMessageContaining("twice");
        assertThatThrownBy(() -> names.withLease("{q}:delayed")).hasMessageContaining("twice");
        assertThatThrownBy(() -> names.withReady("{q}:lane:x")).hasMessageContaining("twice");
        assertThat(names.withReady("waiting:{q}").ready()).isEqualTo("waiting:{q}");
    }

    @Test
    void everyKeyInRedisHasTheHashTagAndTheGivenNamesAreUsed() {
        // Given
        String tag = "{test:" + UUID.randomUUID() + "}";
        KeyNames names = KeyNames.withPrefix(tag + ":")
                .withReady("a" + tag)
                .withProcessing("b" + tag)
                .withInflight("c" + tag)
                .withLease("d" + tag)
                .withDlq("e" + tag);
        try (RedisFixture redis = new RedisFixture(TestServers.redis().uri())) {
            QueueUnderTest queue = RedisFixture.underTest(
                    redis.queue(RedisFixture.freshSettings().withKeys(names)));

            // When
            queue.producer().enqueue(imaps(ANNA, 20), Priority.LIVE);
            List<Claimed> claimed = pointersOf(queue.claims().claim(3, LONG_LEASE, "consumer-1", false));
            queue.claims().deadLetter(claimed.get(0).receipt(), FAILURE);
            queue.claims().retry(claimed.get(1).receipt(), Duration.ofHours(1), FAILURE, 5);
            redis.command("RPOPLPUSH", names.ready(), names.processing());

            // Then
            assertThat((List<?>) redis.command("KEYS", "*" + tag.replaceAll("[{}]", "") + "*"))
                    .map(Object::toString)
                    .allMatch(key -> key.contains(tag))
                    .contains(names.ready(), names.processing(), names.inflight(), names.lease(), names.dlq());
            assertThat((List<?>) redis.command("KEYS", tag + ":*"))
                    .map(key -> key.toString().substring(tag.length() + 1))
                    .doesNotContain("ready", "processing", "inflight", "lease", "dlq");
            assertThat(queue.control().stats().dead()).isEqualTo(1);
            assertThat(queue.control().mailbox(ANNA).inFlight()).isEqualTo(1);
        }
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        QueueSettings settings = QueueSettings.defaults();

        assertThatThrownBy(() -> settings.withDefaultLimit(0)).hasMessageContaining("default limit is 0");
        assertThatThrownBy(() -> settings.withCommandTimeout(Duration.ZERO)).hasMessageContaining("usually 800");
        assertThatThrownBy(() -> settings.withBlock(Duration.ofSeconds(3))).hasMessageContaining("3000 ms");
        assertThat(settings.commandTimeout()).isEqualTo(Duration.ofMillis(800));
        assertThat(settings.defaultLimit()).isEqualTo(8);
    }
}
