package dev.waybill.ingress.push;

import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PollingPushCopy;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Channels in memory, for tests of what reads them. */
public final class Channels implements PushChannels {
    private final List<PushChannel> channels = new ArrayList<>();
    public final Map<UUID, Instant> pushed = new HashMap<>();
    public final PollingPushCopy copy = new PollingPushCopy(this);

    /** A subscription with a secret of its own. */
    public ClientState subscribe(UUID mailbox, String folder, String subscription) {
        ClientState secret = ClientState.random(new SecureRandom());
        channels.add(new PushChannel(
                UUID.randomUUID(),
                mailbox,
                folder,
                Optional.of(subscription).filter(id -> !id.isEmpty()),
                Optional.of(secret.hash()),
                Optional.empty(),
                Optional.empty()));
        copy.refresh();
        return secret;
    }

    public UUID idOf(UUID mailbox) {
        return of(mailbox).getFirst().id();
    }

    @Override
    public List<PushChannel> all() {
        return List.copyOf(channels);
    }

    @Override
    public List<PushChannel> of(UUID mailbox) {
        return channels.stream()
                .filter(channel -> channel.mailbox().equals(mailbox))
                .toList();
    }

    @Override
    public Changes changesSince(long version) {
        int from = (int) Math.min(version, channels.size());
        return new Changes(channels.size(), channels.subList(from, channels.size()), List.of());
    }

    @Override
    public void pushed(Map<UUID, Instant> byChannel) {
        pushed.putAll(byChannel);
    }
}
