package dev.waybill.mailbox.token;

import java.time.Duration;
import java.util.Optional;

/**
 * What a token endpoint gave.
 *
 * @param refreshToken the one to use from now on, if it is another
 */
public record TokenAnswer(String accessToken, Duration lifetime, Optional<String> refreshToken) {
    @Override
    public String toString() {
        return "TokenAnswer[for " + lifetime.toSeconds() + " s]";
    }
}
