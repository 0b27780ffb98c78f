package dev.waybill.devstack.graph;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What one mailbox grants an application: four requests at a time, 10,000 in ten minutes. */
final class GraphBudget {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final int atOnce;
    private final int perWindow;
    private Instant windowEnds = Instant.EPOCH;
    private int used;
    private int running;
    private int refused;

    GraphBudget(InstantSource clock, int atOnce, int perWindow) {
        this.clock = clock;
        this.atOnce = atOnce;
        this.perWindow = perWindow;
    }

    synchronized void begin() throws GraphFailure {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnds)) {
            windowEnds = now.plus(WINDOW);
            used = 0;
        }
        if (running >= atOnce) {
            refused++;
            throw GraphFailure.throttled(1, "Application is over its MailboxConcurrency limit.");
        }
        if (used >= perWindow) {
            refused++;
            throw GraphFailure.throttled(
                    Math.max(1, Duration.between(now, windowEnds).toSeconds()),
                    "Application is over its request limit for the mailbox.");
        }
        used++;
        running++;
    }

    synchronized void end() {
        running--;
    }

    synchronized int refused() {
        return refused;
    }
}
