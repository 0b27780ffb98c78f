package dev.waybill.consumer.admin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as people write them. */
final class Moments {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private Moments() {}

    /** {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}, {@code 500ms}. */
    static Optional<Duration> duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        long n = Long.parseLong(m.group(1));
        return Optional.of(
                switch (m.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                });
    }

    /** {@code now}, {@code all}, an ISO instant, or how long ago. */
    static Optional<Instant> since(String text, Instant now) {
        if (text.equals("now")) {
            return Optional.of(now);
        }
        if (text.equals("all")) {
            return Optional.of(Instant.EPOCH);
        }
        Optional<Duration> ago = duration(text);
        if (ago.isPresent()) {
            Instant then = now.minus(ago.get());
            return Optional.of(then.isBefore(Instant.EPOCH) ? Instant.EPOCH : then);
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
