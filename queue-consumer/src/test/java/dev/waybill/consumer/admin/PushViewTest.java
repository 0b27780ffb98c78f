package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.push.PushState.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PushViewTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final UUID MAILBOX = UUID.randomUUID();

    @Test
    void modeTroubleAndChannelsAreShown() {
        // Given
        PushState state = PushState.initial(MAILBOX, NOON)
                .in(Mode.POLLING, "silent", NOON)
                .listed(NOON.plusSeconds(5))
                .failed("Graph said 503", true, Optional.empty(), NOON);
        PushChannel channel = new PushChannel(
                UUID.randomUUID(),
                MAILBOX,
                "inbox",
                Optional.of("subscription"),
                Optional.empty(),
                Optional.of(NOON.plus(Duration.ofDays(6))),
                Optional.of(NOON.minusSeconds(60)));

        // When
        PushView view = PushView.of(Optional.of(state), List.of(channel));

        // Then
        assertThat(view)
                .isEqualTo(new PushView(
                        "polling",
                        "silent",
                        NOON,
                        NOON.plusSeconds(5),
                        1,
                        "Graph said 503",
                        NOON.plusSeconds(30),
                        List.of(new PushView.Channel("inbox", NOON.plus(Duration.ofDays(6)), NOON.minusSeconds(60)))));
    }

    @Test
    void whatNobodyLookedAfterYetHasNoMode() {
        assertThat(PushView.of(Optional.empty(), List.of()))
                .isEqualTo(new PushView(null, "", null, null, 0, "", null, List.of()));
    }
}
