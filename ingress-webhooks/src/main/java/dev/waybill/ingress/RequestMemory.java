package dev.waybill.ingress;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * The requests that were accepted, for as long as their timestamp lets them be sent again. Bounded: a repeat of one that was
 * pushed out is enqueued again, and coalesces in the queue.
 */
final class RequestMemory {
    private final Cache<Request, Integer> accepted;

    /** A timestamp may lie {@code tolerance} ahead, and its request is good until as long after it. */
    RequestMemory(Duration tolerance, int most, Ticker ticker) {
        this.accepted = Caffeine.newBuilder()
                .expireAfterWrite(tolerance.multipliedBy(2))
                .maximumSize(most)
                .ticker(ticker)
                .build();
    }

    /** How many pointers the same request had when it was accepted. */
    Optional<Integer> find(Request request) {
        return Optional.ofNullable(accepted.getIfPresent(request));
    }

    void remember(Request request, int pointers) {
        accepted.put(request, pointers);
    }

    /** What makes two requests the same: the signature covers the body. */
    record Request(String key, String timestamp, String signature) {}
}
