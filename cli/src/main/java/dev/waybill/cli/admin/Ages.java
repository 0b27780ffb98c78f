package dev.waybill.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/** How long ago something was, in one number: {@code 12s}, {@code 3m}, {@code 5h}, {@code 9d}. */
final class Ages {
    private final InstantSource clock;

    Ages(InstantSource clock) {
        this.clock = clock;
    }

    /** The age of an ISO instant; {@code -} for none. */
    String of(JsonNode instant) {
        String text = instant.asText("");
        if (text.isEmpty()) {
            return "-";
        }
        try {
            return of(Duration.between(Instant.parse(text), clock.instant()));
        } catch (DateTimeParseException e) {
            return text;
        }
    }

    static String of(Duration age) {
        if (age.isNegative()) {
            return "in " + of(age.negated());
        }
        long seconds = age.toSeconds();
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    static String ofMillis(long millis) {
        return of(Duration.ofMillis(millis));
    }
}
