package dev.waybill.imap;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this service behaves. */
@ConfigMapping(prefix = "waybill.listener")
interface ListenerConfig {
    /** How often the registry is asked for changes. */
    @WithDefault("1s")
    Duration registryInterval();

    /** The longest IDLE; servers and routers drop what is silent for longer. */
    @WithDefault("5m")
    Duration idleRefresh();

    /** How often every folder is opened anew and its position read from Redis; between, one search tells whether there is mail. */
    @WithDefault("30m")
    Duration fullRound();

    /** How often folders that are not idled on are asked for. */
    @WithDefault("30s")
    Duration pollInterval();

    /** How many mailboxes connect and log in at once. */
    @WithDefault("50")
    int connectAtOnce();

    /** The same at one host: providers answer bursts of logins with bans. */
    @WithDefault("10")
    int connectAtOnceAtOneHost();

    /** How long a listener's mailboxes stay its own without a sign of life; then the other listeners take them. */
    @WithDefault("10s")
    Duration lease();

    /** This listener's name among all; by default its host's, with the process id. */
    Optional<String> name();

    Reconnect reconnect();

    /** How long the watchers may take to log out when the service stops. */
    @WithDefault("8s")
    Duration stopTimeout();

    /** When a mailbox whose connection ended is tried again. */
    interface Reconnect {
        @WithDefault("1s")
        Duration first();

        @WithDefault("5m")
        Duration max();

        /** A connection that lasted this long starts with the first pause again. */
        @WithDefault("1m")
        Duration stableAfter();

        /** After a refused credential; a changed one is tried at once. */
        @WithDefault("5m")
        Duration afterAuthFailure();

        /** After a server that throttles without saying for how long. */
        @WithDefault("5m")
        Duration afterThrottling();
    }
}
