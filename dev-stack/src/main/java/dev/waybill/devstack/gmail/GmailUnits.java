package dev.waybill.devstack.gmail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The quota of one user: units a minute, by what each method costs. */
final class GmailUnits {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final int aMinute;
    private Instant windowEnds = Instant.EPOCH;
    private int used;
    private long spent;
    private int refused;

    GmailUnits(InstantSource clock, int aMinute) {
        this.clock = clock;
        this.aMinute = aMinute;
    }

    synchronized void spend(int units) throws GmailFailure {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(WINDOW);
            used = 0;
        }
        if (used + units > aMinute) {
            refused++;
            // Both answers are seen for the same reason.
            throw refused % 2 == 0
                    ? new GmailFailure(429, "rateLimitExceeded", "Too many concurrent requests for user.")
                    : new GmailFailure(403, "userRateLimitExceeded", "User-rate limit exceeded.");
        }
        used += units;
        spent += units;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized long spent() {
        return spent;
    }
}
