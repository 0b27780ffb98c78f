package dev.waybill.consumer.resolve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.waybill.queue.PointerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How often this process looked for a mail in vain. Providers tell of a mail before everybody can see it, and of some that never come to
 * be; so it counts as gone only when it was looked for four times over a minute. A restart begins to count anew.
 */
final class Missing {
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofSeconds(45));

    private final Cache<PointerId, Integer> looks = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterWrite(Duration.ofHours(1))
            .build();

    /** How long to wait before the next look; empty when it is gone. */
    Optional<Duration> pause(PointerId pointer) {
        int before = looks.asMap().merge(pointer, 1, Integer::sum) - 1;
        if (before < PAUSES.size()) {
            return Optional.of(PAUSES.get(before));
        }
        return Optional.empty();
    }

    void forget(PointerId pointer) {
        looks.invalidate(pointer);
    }
}
