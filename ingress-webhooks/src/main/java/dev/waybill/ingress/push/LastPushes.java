package dev.waybill.ingress.push;

import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.push.PushChannels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When the last push of each channel came. Noted in memory and written by a loop every few seconds, so that a push never waits for
 * PostgreSQL. A crash loses those few seconds, which can at worst make a channel look silent for that long.
 */
public final class LastPushes {
    private final Map<UUID, Instant> waiting = new ConcurrentHashMap<>();
    private final PushChannels channels;
    private final InstantSource clock;

    public LastPushes(PushChannels channels, InstantSource clock) {
        this.channels = channels;
        this.clock = clock;
    }

    /** By the clock that pushes are noted by. */
    public Instant now() {
        return clock.instant();
    }

    /** A genuine push of this channel has just come. */
    public void note(UUID channel) {
        note(channel, now());
    }

    private void note(UUID channel, Instant at) {
        waiting.merge(channel, at, (a, b) -> a.isAfter(b) ? a : b);
    }

    /** Writes what waits. What cannot be written waits on, for the next round. */
    public void flush() {
        Map<UUID, Instant> now = new HashMap<>();
        waiting.forEach((channel, at) -> {
            if (waiting.remove(channel, at)) {
                now.put(channel, at);
            }
        });
        try {
            channels.pushed(now);
        } catch (RegistryUnavailableException later) {
            now.forEach(this::note);
        }
    }
}
