package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.Provider;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushState;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How push goes, mailbox by mailbox; told by the replica that leads, and by no other. */
public final class PushGauges {
    private final MultiGauge expires;
    private final MultiGauge last;
    private final MultiGauge failures;
    private final MultiGauge polled;

    public PushGauges(MeterRegistry meters) {
        expires = MultiGauge.builder("waybill.push.expires.timestamp.seconds")
                .description("When the subscription or watch of a mailbox ends, the first one of several")
                .register(meters);
        last = MultiGauge.builder("waybill.push.last.timestamp.seconds")
                .description("When a mailbox was pushed last")
                .register(meters);
        failures = MultiGauge.builder("waybill.push.upkeep.failures")
                .description("Failures in a row of looking after a mailbox's push")
                .register(meters);
        polled = MultiGauge.builder("waybill.push.polled")
                .description("1 for a mailbox that is polled, by reason")
                .register(meters);
    }

    void show(Collection<Mailbox> mailboxes, List<PushChannel> channels, Map<UUID, PushState> states) {
        Map<UUID, List<PushChannel>> byMailbox = channels.stream().collect(Collectors.groupingBy(PushChannel::mailbox));
        List<Row<?>> ends = new ArrayList<>();
        List<Row<?>> pushes = new ArrayList<>();
        List<Row<?>> failed = new ArrayList<>();
        List<Row<?>> polling = new ArrayList<>();
        for (Mailbox mailbox : mailboxes) {
            if (mailbox.provider() == Provider.IMAP) {
                continue;
            }
            Tags tags = Tags.of(
                    "provider", mailbox.provider().id(), "mailbox", mailbox.id().toString());
            List<PushChannel> own = byMailbox.getOrDefault(mailbox.id(), List.of());
            own.stream()
                    .flatMap(channel -> channel.expires().stream())
                    .mapToLong(java.time.Instant::getEpochSecond)
                    .min()
                    .ifPresent(end -> ends.add(Row.of(tags, end)));
            own.stream()
                    .flatMap(channel -> channel.lastPush().stream())
                    .mapToLong(java.time.Instant::getEpochSecond)
                    .max()
                    .ifPresent(push -> pushes.add(Row.of(tags, push)));
            PushState state = states.get(mailbox.id());
            if (state != null) {
                failed.add(Row.of(tags, state.failures()));
                polling.add(Row.of(
                        tags.and("reason", state.reason().isEmpty() ? "none" : state.reason()),
                        state.mode() == PushState.Mode.POLLING ? 1 : 0));
            }
        }
        expires.register(ends, true);
        last.register(pushes, true);
        failures.register(failed, true);
        polled.register(polling, true);
    }

    /** Another replica leads, or nobody knows. */
    void clear() {
        List.of(expires, last, failures, polled).forEach(gauge -> gauge.register(List.of(), true));
    }
}
