package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.push.PushChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When subscriptions are to be renewed: when between 60 and 70 % of the time that the provider gave is over, each at its own moment, so
 * that a thousand made at once are not renewed at once. Of those that another process established only the end is known: they are
 * renewed within two days of it.
 */
final class Renewals {
    private static final Duration EARLY = Duration.ofDays(2);
    private static final Duration SPREAD = Duration.ofHours(8);
    private static final double AFTER = 0.6;
    private static final double JITTER = 0.1;

    private final InstantSource clock;
    private final Map<UUID, Instant> due = new ConcurrentHashMap<>();

    Renewals(InstantSource clock) {
        this.clock = clock;
    }

    void noteEstablished(UUID channel, Instant expires) {
        Instant now = clock.instant();
        double part = AFTER + JITTER * share(channel);
        due.put(channel, now.plusMillis((long) (Duration.between(now, expires).toMillis() * part)));
    }

    boolean isDue(PushChannel channel) {
        Instant now = clock.instant();
        Instant known = due.get(channel.id());
        if (known != null) {
            return !now.isBefore(known);
        }
        long spread = (long) (SPREAD.toMillis() * share(channel.id()));
        return channel.expires()
                .map(end -> !now.isBefore(end.minus(EARLY).minusMillis(spread)))
                .orElse(true);
    }

    /** From 0 to 1, the same for a channel always. */
    static double share(UUID channel) {
        return (channel.getLeastSignificantBits() & 0xffff) / 65_536.0;
    }
}
