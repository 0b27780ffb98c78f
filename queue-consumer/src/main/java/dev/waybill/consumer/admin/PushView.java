package dev.waybill.consumer.admin;

import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How new mail of a mailbox is noticed, as far as a provider pushes.
 *
 * @param mode {@code push} or {@code polling}; null for a mailbox that is watched, or that nobody has looked after yet
 * @param reason why it is polled
 * @param listedUntil when it was last listed besides
 * @param failures of the upkeep in a row
 * @param channels subscriptions, or the watch
 */
record PushView(
        @Nullable String mode,
        String reason,
        @Nullable Instant since,
        @Nullable Instant listedUntil,
        int failures,
        String lastError,
        @Nullable Instant nextTry,
        List<Channel> channels) {
    /** {@code folder} is empty for Gmail's watch; {@code expires} null until the provider has made it. */
    record Channel(
            String folder,
            @Nullable Instant expires,
            @Nullable Instant lastPush) {}

    static PushView of(Optional<PushState> state, List<PushChannel> channels) {
        List<Channel> shown = channels.stream()
                .map(channel -> new Channel(
                        channel.folder(),
                        channel.expires().orElse(null),
                        channel.lastPush().orElse(null)))
                .toList();
        return state.map(s -> new PushView(
                        s.mode().name().toLowerCase(Locale.ROOT),
                        s.reason(),
                        s.since(),
                        s.listedUntil().orElse(null),
                        s.failures(),
                        s.lastError(),
                        s.nextTry().orElse(null),
                        shown))
                .orElse(new PushView(null, "", null, null, 0, "", null, shown));
    }
}
