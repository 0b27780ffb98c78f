package dev.waybill.imap;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what contradicts itself in the configuration, as a sentence that says what to change. */
final class ConfigCheck {
    /** RFC 2177 §3: servers may log a client out that idles for 30 minutes. */
    private static final Duration LONGEST_IDLE = Duration.ofMinutes(29);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(2);

    private ConfigCheck() {}

    static Optional<String> problem(ListenerConfig config, QueueConfig queue, MailboxConfig mailboxes) {
        return listener(config)
                .or(() -> refusal(queue::settings))
                .or(() -> refusal(() -> mailboxes.imapSettings(config.pollInterval())))
                .or(() -> refusal(mailboxes::tokenSettings));
    }

    private static Optional<String> refusal(Supplier<?> settings) {
        try {
            var _ = settings.get();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> listener(ListenerConfig config) {
        ListenerConfig.Reconnect reconnect = config.reconnect();
        return notPositive("registry-interval", config.registryInterval())
                .or(() -> notPositive("idle-refresh", config.idleRefresh()))
                .or(() -> notPositive("poll-interval", config.pollInterval()))
                .or(() -> notPositive("reconnect.first", reconnect.first()))
                .or(() -> notPositive("reconnect.after-auth-failure", reconnect.afterAuthFailure()))
                .or(() -> notPositive("reconnect.after-throttling", reconnect.afterThrottling()))
                .or(() -> longer(config.idleRefresh(), "idle-refresh", LONGEST_IDLE, "29 minutes (RFC 2177)"))
                .or(() ->
                        longer(config.idleRefresh(), "idle-refresh", config.fullRound(), "waybill.listener.full-round"))
                .or(() -> longer(
                        config.pollInterval(), "poll-interval", config.idleRefresh(), "waybill.listener.idle-refresh"))
                .or(() ->
                        longer(reconnect.first(), "reconnect.first", reconnect.max(), "waybill.listener.reconnect.max"))
                .or(() -> longer(
                        config.stopTimeout(),
                        "stop-timeout",
                        Duration.ofSeconds(9),
                        "9 seconds, the whole stop takes 10"))
                .or(() -> leaseProblem(config.lease()))
                .or(() -> placesProblem(config));
    }

    private static Optional<String> leaseProblem(Duration lease) {
        return lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0
                ? Optional.empty()
                : Optional.of("waybill.listener.lease is " + lease.toMillis() + " ms; between "
                        + SHORTEST_LEASE.toSeconds() + " s (a pause of the process must not cost it its mailboxes) and "
                        + LONGEST_LEASE.toSeconds() + " s (mail of a dead listener's mailboxes waits as long) please");
    }

    private static Optional<String> placesProblem(ListenerConfig config) {
        int all = config.connectAtOnce();
        int atOneHost = config.connectAtOnceAtOneHost();
        if (all < 1 || atOneHost < 1) {
            return Optional.of("waybill.listener.connect-at-once is " + all + " and connect-at-once-at-one-host "
                    + atOneHost + ": no mailbox could connect; set both to at least 1");
        }
        return atOneHost <= all
                ? Optional.empty()
                : Optional.of("waybill.listener.connect-at-once-at-one-host is " + atOneHost
                        + ", more than connect-at-once, which is " + all + "; lower it or raise the other");
    }

    private static Optional<String> notPositive(String name, Duration value) {
        return value.isPositive()
                ? Optional.empty()
                : Optional.of("waybill.listener." + name + " is " + value.toMillis() + " ms; it has to be more than 0");
    }

    private static Optional<String> longer(Duration value, String name, Duration limit, String what) {
        return value.compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of("waybill.listener." + name + " is " + value.toSeconds() + " s, longer than " + what
                        + "; shorten it");
    }
}
