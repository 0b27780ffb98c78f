package dev.waybill.consumer.loop;

import java.time.Duration;

/**
 * How the loop works.
 *
 * @param consumer the name of this process, for the operator
 * @param places pointers in hand at a time
 * @param lease how long a claim is ours without a heartbeat
 * @param handlerTimeout how long one step of one pointer may take
 * @param retryDelay after the first failure of a mail; doubles with each
 * @param maxAttempts failures of a mail until it is dead
 * @param maxCrashes crashes of a pointer as the only suspect until it is dead
 */
public record LoopSettings(
        String consumer,
        int places,
        Duration lease,
        Duration handlerTimeout,
        Duration retryDelay,
        int maxAttempts,
        int maxCrashes) {
    public LoopSettings {
        if (places < 1 || places > 10_000) {
            throw new IllegalArgumentException(
                    "waybill.consumer.places is " + places + "; set it to a number from 1 to 10000");
        }
        if (maxAttempts < 1 || maxCrashes < 1) {
            throw new IllegalArgumentException("waybill.queue.max-attempts is " + maxAttempts
                    + " and waybill.queue.max-crashes is " + maxCrashes + "; set both to at least 1");
        }
        if (lease.toMillis() < 1_000) {
            throw new IllegalArgumentException(
                    "waybill.queue.claim-ttl is " + lease + "; set it to at least 1s, better 120s");
        }
        Duration needed = handlerTimeout.plus(heartbeat(lease));
        if (lease.compareTo(needed) < 0) {
            throw new IllegalArgumentException("waybill.queue.claim-ttl (" + seconds(lease)
                    + ") is shorter than waybill.consumer.handler-timeout (" + seconds(handlerTimeout)
                    + ") plus one heartbeat (" + seconds(heartbeat(lease))
                    + "): a lease could end under a healthy handler. Raise waybill.queue.claim-ttl to at least "
                    + seconds(handlerTimeout.multipliedBy(3).dividedBy(2))
                    + " or lower waybill.consumer.handler-timeout to at most "
                    + seconds(lease.minus(heartbeat(lease))));
        }
    }

    /** A third of the lease: two heartbeats may fail before it ends. */
    public Duration heartbeat() {
        return heartbeat(lease);
    }

    private static Duration heartbeat(Duration lease) {
        return lease.dividedBy(3);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
