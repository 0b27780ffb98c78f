package dev.waybill.devstack.graph;

import java.time.Duration;

/**
 * How notifications fare on their way.
 *
 * @param dropped the share that never leaves
 * @param doubled the share that is sent twice
 * @param delay before a batch is sent
 * @param firstPause before an untaken batch is repeated; doubles each time
 * @param longestPause after which it is given up
 */
public record NotificationPlan(
        String tenantId,
        double dropped,
        double doubled,
        Duration delay,
        Duration firstPause,
        Duration longestPause,
        long seed) {

    /** All arrive, at once, and are repeated for about four hours. */
    public static NotificationPlan reliable() {
        return new NotificationPlan(
                "11111111-2222-3333-4444-555555555555",
                0,
                0,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofHours(2),
                0);
    }

    public NotificationPlan losing(double share, double twice, long withSeed) {
        return new NotificationPlan(tenantId, share, twice, delay, firstPause, longestPause, withSeed);
    }

    public NotificationPlan repeatingAfter(Duration pause) {
        return new NotificationPlan(tenantId, dropped, doubled, delay, pause, longestPause, seed);
    }
}
