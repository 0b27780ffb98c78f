package dev.waybill.queue.redis;

import dev.waybill.queue.Claims;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Doorbell;
import dev.waybill.queue.EpochReader;
import dev.waybill.queue.Holds;
import dev.waybill.queue.Parts;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.Upkeep;
import dev.waybill.queue.shard.ShardedClaims;
import dev.waybill.queue.shard.ShardedControl;
import dev.waybill.queue.shard.ShardedDeadLetters;
import dev.waybill.queue.shard.ShardedHolds;
import dev.waybill.queue.shard.ShardedProducer;
import dev.waybill.queue.shard.ShardedUpkeep;
import dev.waybill.queue.shard.Turn;
import io.vertx.redis.client.Redis;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The queue on a Redis (6.2 or newer): makes the adapter of each port. The adapters are safe for any number of threads and block
 * their callers.
 *
 * <p>The clients belong to the caller. Each call takes one connection of the pool and gives it back, so {@code maxPoolWaiting} has
 * to be as high as the number of threads that may call at once. Set {@code readIdleTimeout} of their TCP options to about 5 s: a
 * connection whose other side is silently gone is only noticed by that.
 */
public final class RedisQueue {
    private final RedisCommands commands;
    private final QueueSettings settings;
    private final ShardGate gate;
    private final List<Shard> shards;
    private final Turn turn;

    /**
     * Makes the queue; opens nothing.
     *
     * @param commands for everything that does not block in Redis
     * @param doorbell of its own, because a blocked connection serves nobody else; as many connections as there are shards are enough
     *     for a process
     */
    public RedisQueue(Redis commands, Redis doorbell, QueueSettings settings) {
        this(commands, doorbell, settings, RedisCalls.UNHEARD);
    }

    /** As the other, and tells of its calls. */
    public RedisQueue(Redis commands, Redis doorbell, QueueSettings settings, RedisCalls calls) {
        this(commands, doorbell, settings, ScriptSources.load(), calls);
    }

    RedisQueue(Redis commands, Redis doorbell, QueueSettings settings, ScriptSources sources) {
        this(commands, doorbell, settings, sources, RedisCalls.UNHEARD);
    }

    private RedisQueue(
            Redis commands, Redis doorbell, QueueSettings settings, ScriptSources sources, RedisCalls calls) {
        this.commands = new RedisCommands(commands);
        this.settings = settings;
        this.gate = new ShardGate(
                settings, keys -> new Scripts(this.commands, sources, settings, keys, operation -> {}, calls));
        this.shards = ShardKeys.of(settings.keys(), settings.shards()).stream()
                .map(keys -> new Shard(
                        keys,
                        new Scripts(this.commands, sources, settings, keys, gate::enter, calls),
                        new RedisDoorbell(new RedisCommands(doorbell), keys, settings)))
                .toList();
        this.turn = new Turn(shards.size());
    }

    private record Shard(KeyNames keys, Scripts scripts, RedisDoorbell bell) {}

    /** One shard's adapter as it is, or all of them as one. */
    private <P> P all(Function<Shard, P> adapter, Function<List<P>, P> together) {
        List<P> adapters = shards.stream().map(adapter).toList();
        return adapters.size() == 1 ? adapters.getFirst() : together.apply(adapters);
    }

    public PointerQueue producer() {
        return this.<PointerQueue>all(
                s -> new RedisProducer(commands, s.scripts(), s.keys(), settings.commandTimeout(), gate),
                ShardedProducer::new);
    }

    public Claims claims() {
        return this.<Claims>all(s -> new RedisClaims(s.scripts()), claims -> new ShardedClaims(claims, turn));
    }

    public Doorbell doorbell() {
        return shards.size() == 1
                ? shards.getFirst().bell()
                : new ShardedDoorbell(shards.stream().map(Shard::bell).toList(), turn);
    }

    public Upkeep upkeep() {
        return this.<Upkeep>all(s -> new RedisUpkeep(s.scripts(), gate), ShardedUpkeep::new);
    }

    public Holds holds() {
        return this.<Holds>all(s -> new RedisHolds(s.scripts()), ShardedHolds::new);
    }

    public DeadLetters deadLetters() {
        return this.<DeadLetters>all(
                s -> new RedisDeadLetters(commands, s.scripts(), s.keys(), settings.commandTimeout()),
                ShardedDeadLetters::new);
    }

    public QueueControl control() {
        return this.<QueueControl>all(
                s -> new RedisControl(commands, s.scripts(), s.keys(), settings.commandTimeout()), ShardedControl::new);
    }

    /** The parts of a service's work, shared among its replicas. */
    public Parts parts() {
        return new RedisParts(shards.getFirst().scripts());
    }

    /** What each shard's Redis remembers. */
    public List<EpochReader> epochs() {
        return shards.stream()
                .<EpochReader>map(s -> new RedisEpoch(s.scripts(), s.keys()))
                .toList();
    }

    public RedisSafety safety() {
        return new RedisSafety(commands, settings.commandTimeout());
    }

    /**
     * Why this process may not use the queue: the queue has another number of shards, and pointers in them. Empty if it may, and while
     * Redis does not answer: then each call asks first.
     */
    public Optional<String> refusal() {
        return gate.refusal();
    }
}
