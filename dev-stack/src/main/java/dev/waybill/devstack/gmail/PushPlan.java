package dev.waybill.devstack.gmail;

import java.net.URI;
import java.time.Duration;

/**
 * Where Pub/Sub pushes to, and how the pushes fare.
 *
 * @param endpoint null pushes to nobody
 * @param audience of the token; usually the endpoint's URL
 * @param serviceAccount whose token it is
 * @param dropped the share that is lost
 * @param doubled the share that comes twice
 * @param ackDeadline after which a push counts as not taken
 * @param shortestBackoff the pause before everything untaken is pushed again; doubles, for the whole subscription
 */
public record PushPlan(
        @org.jspecify.annotations.Nullable URI endpoint,
        String audience,
        String serviceAccount,
        double dropped,
        double doubled,
        Duration ackDeadline,
        Duration shortestBackoff,
        long seed) {

    public static PushPlan nobody() {
        return new PushPlan(null, "", "", 0, 0, Duration.ofSeconds(10), Duration.ofMillis(100), 0);
    }

    public static PushPlan to(URI endpoint, String serviceAccount) {
        return new PushPlan(
                endpoint, endpoint.toString(), serviceAccount, 0, 0, Duration.ofSeconds(10), Duration.ofMillis(100), 0);
    }

    public PushPlan losing(double share, double twice, long withSeed) {
        return new PushPlan(endpoint, audience, serviceAccount, share, twice, ackDeadline, shortestBackoff, withSeed);
    }
}
