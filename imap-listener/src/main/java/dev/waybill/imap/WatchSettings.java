package dev.waybill.imap;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a watcher behaves in time.
 *
 * @param idleRefresh the longest IDLE, and how often every folder is looked at in full
 * @param pollInterval how often folders without IDLE are asked for
 * @param stableAfter a connection that lasted this long was a good one
 */
record WatchSettings(
        Duration idleRefresh,
        Duration pollInterval,
        Duration reconnectFirst,
        Duration reconnectMax,
        Duration stableAfter,
        Duration authRetry,
        Duration throttleRetry,
        RandomGenerator random) {

    Backoff reconnectBackoff() {
        return new Backoff(reconnectFirst, reconnectMax, random);
    }

    /** For a queue or a registry that does not answer: short, because they come back in seconds and mail waits. */
    Backoff troubleBackoff() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), random);
    }
}
