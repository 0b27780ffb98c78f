package dev.waybill.mailbox.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header of that name (RFC 9110 §10.2.3): seconds, or a date; Graph has been seen to send a list, of which the longest counts. */
public final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(24);

    private RetryAfter() {}

    /** Empty for none, or for what is neither; a date that is over is no time at all. */
    public static Optional<Duration> of(String header, Instant now) {
        String value = header.strip();
        if (value.matches("\\d{1,9}(\\s*,\\s*\\d{1,9})*")) {
            long most = 0;
            for (String seconds : value.split("\\s*,\\s*", -1)) {
                most = Math.max(most, Long.parseLong(seconds));
            }
            return Optional.of(atMost(Duration.ofSeconds(most)));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return Optional.of(atMost(Duration.between(now, until)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration atMost(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
