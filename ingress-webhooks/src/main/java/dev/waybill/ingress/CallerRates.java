package dev.waybill.ingress;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How often each key may call; counted after the signature, so that nobody spends another's share. */
final class CallerRates {
    private final Map<String, Bucket> buckets;

    CallerRates(Set<String> keys, int perSecond, int burst, TimeMeter clock) {
        this.buckets = keys.stream()
                .collect(Collectors.toUnmodifiableMap(
                        key -> key,
                        key -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                                .withCustomTimePrecision(clock)
                                .build()));
    }

    /** Zero if the caller may go on, else how long it has to wait. */
    Duration waitFor(Caller caller) {
        Bucket bucket = buckets.get(caller.key());
        if (bucket == null) {
            throw new IllegalArgumentException("there is no key '" + caller.key() + "'");
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill());
    }
}
