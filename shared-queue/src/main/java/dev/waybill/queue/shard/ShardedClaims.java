package dev.waybill.queue.shard;

import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import dev.waybill.queue.Failure;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Claims from the shards in turn: the shard behind the one that gave last comes first, so that a full one keeps nobody waiting. Two
 * shards may give the same token; outside, a token carries its shard.
 */
public final class ShardedClaims implements Claims {
    private final Shards<Claims> shards;
    private final Turn turn;

    public ShardedClaims(List<Claims> shards, Turn turn) {
        this.shards = new Shards<>(shards);
        this.turn = turn;
    }

    @Override
    public Claim claim(int max, Duration lease, String consumer, boolean takeSuspect) {
        int first = turn.next();
        int skipped = 0;
        boolean paused = false;
        for (int i = 0; i < shards.count(); i++) {
            int shard = (first + i) % shards.count();
            switch (shards.get(shard).claim(max, lease, consumer, takeSuspect)) {
                case Claim.Taken taken -> {
                    turn.startAt(shard + 1);
                    return outside(taken, shard);
                }
                case Claim.Skipped more -> skipped += more.pointers();
                case Claim.Paused p -> paused = true;
                case Claim.Empty e -> {}
            }
        }
        if (skipped > 0) {
            return new Claim.Skipped(skipped);
        }
        return paused ? new Claim.Paused() : new Claim.Empty();
    }

    private Claim.Taken outside(Claim.Taken taken, int shard) {
        Token token = outside(taken.token(), shard);
        return new Claim.Taken(
                token,
                taken.pointers().stream()
                        .map(c -> c.withReceipt(new Receipt(token, c.receipt().id())))
                        .toList());
    }

    private Token outside(Token token, int shard) {
        return new Token(Math.addExact(Math.multiplyExact(token.value(), shards.count()), shard));
    }

    private Token inside(Token token) {
        return new Token(token.value() / shards.count());
    }

    private Receipt inside(Receipt receipt) {
        return new Receipt(inside(receipt.token()), receipt.id());
    }

    @Override
    public Set<Token> extend(Collection<Token> tokens, Duration lease) {
        Map<Integer, List<Token>> byShard = new LinkedHashMap<>();
        for (Token token : tokens) {
            byShard.computeIfAbsent((int) (token.value() % shards.count()), shard -> new ArrayList<>())
                    .add(inside(token));
        }
        Set<Token> lost = new LinkedHashSet<>();
        byShard.forEach((shard, inside) ->
                shards.get(shard).extend(inside, lease).forEach(token -> lost.add(outside(token, shard))));
        return lost;
    }

    @Override
    public Set<Receipt> ack(Collection<Receipt> receipts) {
        return settle(receipts, Claims::ack);
    }

    @Override
    public Set<Receipt> defer(Collection<Receipt> receipts, Duration delay, Failure failure) {
        return settle(receipts, (claims, some) -> claims.defer(some, delay, failure));
    }

    @Override
    public Set<Receipt> release(Collection<Receipt> receipts) {
        return settle(receipts, Claims::release);
    }

    private Set<Receipt> settle(
            Collection<Receipt> receipts, BiFunction<Claims, Collection<Receipt>, Set<Receipt>> verb) {
        Set<Receipt> stale = new LinkedHashSet<>();
        shards.split(receipts, Receipt::id)
                .forEach((shard, some) -> verb.apply(
                                shards.get(shard),
                                some.stream().map(this::inside).toList())
                        .forEach(receipt -> stale.add(new Receipt(outside(receipt.token(), shard), receipt.id()))));
        return stale;
    }

    @Override
    public Retried retry(Receipt receipt, Duration delay, Failure failure, int maxAttempts) {
        return shards.of(receipt.id()).retry(inside(receipt), delay, failure, maxAttempts);
    }

    @Override
    public boolean deadLetter(Receipt receipt, Failure failure) {
        return shards.of(receipt.id()).deadLetter(inside(receipt), failure);
    }
}
