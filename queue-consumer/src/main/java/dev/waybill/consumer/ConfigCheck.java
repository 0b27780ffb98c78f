package dev.waybill.consumer;

import java.time.Duration;
import java.util.Optional;

/** Finds what contradicts itself in the configuration, as a sentence that says what to change. */
final class ConfigCheck {
    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration SHORTEST_RECONCILE = Duration.ofSeconds(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(13);

    private ConfigCheck() {}

    /** {@code connections}: the size of the database pool. */
    static Optional<String> problem(
            ConsumerConfig config,
            QueueConfig queue,
            BlobConfig blobs,
            ReadingConfig reading,
            RetentionConfig retention,
            ReconcileConfig reconcile,
            int connections) {
        return settings(config, queue, reading)
                .or(() -> config.workers() < 1
                        ? Optional.of("waybill.consumer.workers is " + config.workers() + "; set it to at least 1")
                        : Optional.empty())
                .or(() -> pool(config, connections))
                .or(() -> config.stopTimeout().compareTo(LONGEST_STOP) > 0
                        ? Optional.of("waybill.consumer.stop-timeout is "
                                + config.stopTimeout().toSeconds()
                                + " s, and the rest of a stop takes up to 12 s: it would not end within 25 s."
                                + " Set it to 13s at most")
                        : Optional.empty())
                .or(() -> imap(config.imap()))
                .or(() -> notPositive("waybill.consumer.registry-interval", config.registryInterval()))
                .or(() -> notPositive("waybill.consumer.dead-letter-pass", config.deadLetterPass()))
                .or(() -> notPositive("waybill.blobs.sweep-interval", blobs.sweepInterval()))
                .or(() -> notPositive("waybill.blobs.sweep-age", blobs.sweepAge()))
                .or(() -> retained("waybill.retention.originals", retention.originals()))
                .or(() -> retained("waybill.retention.details", retention.details()))
                .or(() -> notPositive("waybill.retention.interval", retention.interval()))
                .or(() -> reconcile(reconcile));
    }

    private static Optional<String> reconcile(ReconcileConfig reconcile) {
        return shorter("waybill.reconcile.interval", reconcile.interval(), SHORTEST_RECONCILE)
                .or(() -> shorter("waybill.reconcile.wide-interval", reconcile.wideInterval(), reconcile.interval()))
                .or(() -> shorter("waybill.reconcile.wide-window", reconcile.wideWindow(), reconcile.wideInterval()));
    }

    private static Optional<String> shorter(String name, Duration value, Duration shortest) {
        return value.compareTo(shortest) < 0
                ? Optional.of(name + " is " + value + "; set it to at least " + shortest
                        + ": mailboxes are compared at waybill.reconcile.interval, over a longer window at"
                        + " .wide-interval, and that window has to reach over the time between two of those")
                : Optional.empty();
    }

    /** Below a day, mail that is still on its way could be meant. */
    private static Optional<String> retained(String name, Optional<Duration> age) {
        return age.filter(a -> a.compareTo(SHORTEST_RETENTION) < 0)
                .map(a -> name + " is " + a + "; the shortest is a day (24h). Leave it out to keep what there is");
    }

    private static Optional<String> settings(ConsumerConfig config, QueueConfig queue, ReadingConfig reading) {
        try {
            config.loopSettings(queue);
            queue.settings();
            reading.ownWorld();
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> pool(ConsumerConfig config, int connections) {
        return config.workers() + 4 > connections
                ? Optional.of("waybill.consumer.workers is " + config.workers()
                        + ", but the pool of database connections (quarkus.datasource.jdbc.max-size) has only "
                        + connections
                        + ": workers would wait for each other. Raise the pool to at least " + (config.workers() + 4)
                        + " or lower the workers")
                : Optional.empty();
    }

    private static Optional<String> imap(ConsumerConfig.Imap imap) {
        if (imap.sessions() < 1 || imap.fetchSet() < 1 || imap.limit() < 1) {
            return Optional.of("waybill.consumer.imap.sessions, .fetch-set and .limit are " + imap.sessions() + ", "
                    + imap.fetchSet() + " and " + imap.limit() + "; set each to at least 1");
        }
        return imap.fetchSet() > 1_000
                ? Optional.of("waybill.consumer.imap.fetch-set is " + imap.fetchSet()
                        + "; servers refuse commands that long. Set it to 1000 at most")
                : Optional.empty();
    }

    private static Optional<String> notPositive(String name, Duration value) {
        return value.isPositive()
                ? Optional.empty()
                : Optional.of(name + " is " + value.toMillis() + " ms; it has to be more than 0");
    }
}
