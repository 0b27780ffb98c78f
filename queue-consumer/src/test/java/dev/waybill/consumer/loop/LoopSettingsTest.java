package dev.waybill.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopSettingsTest {
    @Test
    void aLeaseThatCouldEndUnderAHealthyHandlerIsRefused() {
        assertThatThrownBy(() -> settings(Duration.ofSeconds(60), Duration.ofSeconds(60)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "waybill.queue.claim-ttl (60s) is shorter than waybill.consumer.handler-timeout (60s) plus one heartbeat"
                                + " (20s): a lease could end under a healthy handler. Raise waybill.queue.claim-ttl to at least 90s or lower"
                                + " waybill.consumer.handler-timeout to at most 40s");
    }

    @Test
    void whatTheSentenceProposesIsAccepted() {
        assertThat(settings(Duration.ofSeconds(90), Duration.ofSeconds(60)).heartbeat())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(settings(Duration.ofSeconds(60), Duration.ofSeconds(40)).heartbeat())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(settings(Duration.ofSeconds(120), Duration.ofSeconds(60)).heartbeat())
                .isEqualTo(Duration.ofSeconds(40));
    }

    private static LoopSettings settings(Duration lease, Duration handlerTimeout) {
        return new LoopSettings("test", 64, lease, handlerTimeout, Duration.ofSeconds(2), 5, 3);
    }
}
