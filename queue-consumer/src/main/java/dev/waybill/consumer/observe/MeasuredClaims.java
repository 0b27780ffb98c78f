package dev.waybill.consumer.observe;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Claims as they are, counted: how full each was, and why one gave nothing. */
public final class MeasuredClaims implements Claims {
    private final Claims claims;
    private final MeterRegistry registry;
    private final DistributionSummary fill;
    private final DistributionSummary pointers;

    public MeasuredClaims(Claims claims, MeterRegistry registry) {
        this.claims = claims;
        this.registry = registry;
        this.fill = DistributionSummary.builder("waybill.claim.fill")
                .description("Pointers that a claim gave, of those that it asked for")
                .serviceLevelObjectives(0.1, 0.25, 0.5, 0.75, 1)
                .register(registry);
        this.pointers = DistributionSummary.builder("waybill.claim.pointers")
                .description("Pointers that a claim gave")
                .register(registry);
    }

    @Override
    public Claim claim(int max, Duration lease, String consumer, boolean takeSuspect) {
        Claim claim = claims.claim(max, lease, consumer, takeSuspect);
        switch (claim) {
            case Claim.Taken taken -> {
                count("taken");
                pointers.record(taken.pointers().size());
                fill.record((double) taken.pointers().size() / max);
            }
            case Claim.Empty empty -> count("empty");
            case Claim.Skipped skipped -> count("skipped");
            case Claim.Paused paused -> count("paused");
        }
        return claim;
    }

    private void count(String result) {
        registry.counter("waybill.claims", "result", result).increment();
    }

    @Override
    public Set<Token> extend(Collection<Token> tokens, Duration lease) {
        return claims.extend(tokens, lease);
    }

    @Override
    public Set<Receipt> ack(Collection<Receipt> receipts) {
        return claims.ack(receipts);
    }

    @Override
    public Retried retry(Receipt receipt, Duration delay, Failure failure, int maxAttempts) {
        return claims.retry(receipt, delay, failure, maxAttempts);
    }

    @Override
    public Set<Receipt> defer(Collection<Receipt> receipts, Duration delay, Failure failure) {
        return claims.defer(receipts, delay, failure);
    }

    @Override
    public boolean deadLetter(Receipt receipt, Failure failure) {
        return claims.deadLetter(receipt, failure);
    }

    @Override
    public Set<Receipt> release(Collection<Receipt> receipts) {
        return claims.release(receipts);
    }
}
