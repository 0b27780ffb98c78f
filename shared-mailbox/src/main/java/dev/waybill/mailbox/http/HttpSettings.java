package dev.waybill.mailbox.http;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits of calling a provider's API.
 *
 * @param connect for one connection
 * @param silence longest time between two bytes
 * @param answer for a whole answer that is not a mail
 * @param caFile certificates (PEM) that are trusted beside those of the Java runtime
 */
public record HttpSettings(Duration connect, Duration silence, Duration answer, Optional<Path> caFile) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public HttpSettings {
        positive("connect", connect);
        positive("silence", silence);
        positive("answer", answer);
    }

    public static HttpSettings defaults() {
        return new HttpSettings(
                Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(40), Optional.empty());
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the time limit '" + name + "' of providers' APIs is " + value.toMillis()
                    + " ms; it must be positive and at most " + LONGEST.toMinutes() + " minutes");
        }
    }
}
