package dev.waybill.imap;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a watcher behaves in time.
 *
 * @param idleRefresh the longest IDLE
 * @param fullRound how often every folder is opened anew, and its position read from Redis
 * @param pollInterval how often folders without IDLE are asked for
 * @param stableAfter a connection that lasted this long was a good one
 */
record WatchSettings(
        Duration idleRefresh,
        Duration fullRound,
        Duration pollInterval,
        Duration reconnectFirst,
        Duration reconnectMax,
        Duration stableAfter,
        Duration authRetry,
        Duration throttleRetry,
        RandomGenerator random) {

    /** A random part of a time. */
    Duration someOf(Duration time) {
        return Duration.ofMillis(random.nextLong(time.toMillis() + 1));
    }

    Backoff reconnectBackoff() {
        return new Backoff(reconnectFirst, reconnectMax, random);
    }

    /** For a queue or a registry that does not answer: short, because they come back in seconds and mail waits. */
    Backoff troubleBackoff() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), random);
    }
}
