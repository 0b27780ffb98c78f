package dev.waybill.ingress;

import java.time.Duration;
import java.util.Optional;

/** Finds what contradicts itself in the configuration, as a sentence that says what to change. */
final class ConfigCheck {
    private static final Duration LONGEST_TOLERANCE = Duration.ofMinutes(15);

    /** The answer has to be here before a caller gives up, most after ten seconds. */
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(5);

    private ConfigCheck() {}

    static Optional<String> problem(IngressConfig config, QueueConfig queue) {
        return outside("waybill.ingress.timestamp-tolerance", config.timestampTolerance(), LONGEST_TOLERANCE)
                .or(() -> outside("waybill.ingress.receive-timeout", config.receiveTimeout(), Duration.ofMinutes(1)))
                .or(() ->
                        outside("waybill.ingress.registry-interval", config.registryInterval(), Duration.ofMinutes(1)))
                .or(() -> outside("waybill.queue.command-timeout", queue.commandTimeout(), LONGEST_COMMAND))
                .or(() -> outside(
                        "waybill.ingress.upkeep.interval", config.upkeep().interval(), Duration.ofMinutes(10)))
                .or(() ->
                        outside("waybill.ingress.upkeep.lease", config.upkeep().lease(), Duration.ofMinutes(10)))
                .or(() -> outside(
                        "waybill.ingress.upkeep.poll-interval", config.upkeep().pollInterval(), Duration.ofDays(1)))
                .or(() -> outside(
                        "waybill.ingress.upkeep.look-interval", config.upkeep().lookInterval(), Duration.ofDays(1)))
                .or(() -> publicUrl(config))
                .or(() -> topic(config.google()))
                .or(() -> pullSubscription(config.google()))
                .or(() -> rates(config.rateLimit()))
                .or(() -> remembered(config.rememberedRequests()));
    }

    private static Optional<String> outside(String name, Duration value, Duration longest) {
        return value.isPositive() && value.compareTo(longest) <= 0
                ? Optional.empty()
                : Optional.of(name + " is " + value.toMillis() + " ms; more than 0 and at most " + longest.toMillis()
                        + " ms are allowed");
    }

    private static Optional<String> publicUrl(IngressConfig config) {
        return config.publicUrl()
                .filter(url -> url.getHost() == null
                        || url.getRawQuery() != null
                        || url.getRawFragment() != null
                        || !String.valueOf(url.getScheme()).matches("https?"))
                .map(url -> "waybill.ingress.public-url is " + url
                        + "; set it to the address that Microsoft reaches this service under, such as"
                        + " https://hooks.example.com");
    }

    private static Optional<String> topic(IngressConfig.Google google) {
        return google.topic()
                .filter(topic -> !topic.matches("projects/[^/]+/topics/[^/]+"))
                .map(topic -> "waybill.ingress.google.topic is " + topic
                        + "; set it to a whole name, such as projects/my-project/topics/gmail");
    }

    private static Optional<String> pullSubscription(IngressConfig.Google google) {
        return google.pullSubscription()
                .filter(subscription -> !subscription.matches("projects/[^/]+/subscriptions/[^/]+"))
                .map(subscription -> "waybill.ingress.google.pull-subscription is " + subscription
                        + "; set it to a whole name, such as projects/my-project/subscriptions/gmail-pull");
    }

    private static Optional<String> rates(IngressConfig.RateLimit rates) {
        if (rates.perSecond() < 1) {
            return Optional.of("waybill.ingress.rate-limit.per-second is " + rates.perSecond()
                    + ": every request would be refused; set it to at least 1");
        }
        return rates.burst() >= rates.perSecond()
                ? Optional.empty()
                : Optional.of(
                        "waybill.ingress.rate-limit.burst is " + rates.burst() + ", less than per-second, which is "
                                + rates.perSecond() + " and could never be reached; raise the burst");
    }

    private static Optional<String> remembered(int requests) {
        return requests >= 1 && requests <= 10_000_000
                ? Optional.empty()
                : Optional.of("waybill.ingress.remembered-requests is " + requests + "; 1 to 10000000 are allowed");
    }
}
