package dev.waybill.mailbox.token;

import java.time.Duration;

/**
 * Limits of asking for tokens.
 *
 * @param connect for the connection to the endpoint
 * @param answer for the whole answer, connecting included
 */
public record TokenSettings(Duration connect, Duration answer) {
    public TokenSettings {
        if (!connect.isPositive() || connect.compareTo(answer) > 0 || answer.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("the time limits of token endpoints are " + connect.toMillis()
                    + " ms to connect and " + answer.toMillis()
                    + " ms in all; both must be positive, the first not longer, the second at most 60 s");
        }
    }

    public static TokenSettings defaults() {
        return new TokenSettings(Duration.ofSeconds(5), Duration.ofSeconds(15));
    }
}
