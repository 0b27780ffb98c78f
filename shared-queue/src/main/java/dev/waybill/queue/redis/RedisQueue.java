package dev.waybill.queue.redis;

import dev.waybill.queue.Claims;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Doorbell;
import dev.waybill.queue.Holds;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.Upkeep;
import io.vertx.redis.client.Redis;

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
    private final RedisCommands bell;
    private final Scripts scripts;
    private final QueueSettings settings;

    /**
     * Makes the queue; opens nothing.
     *
     * @param commands for everything that does not block in Redis
     * @param doorbell of its own, because a blocked connection serves nobody else; one connection is enough for a process
     */
    public RedisQueue(Redis commands, Redis doorbell, QueueSettings settings) {
        this(commands, doorbell, settings, ScriptSources.load());
    }

    RedisQueue(Redis commands, Redis doorbell, QueueSettings settings, ScriptSources sources) {
        this.commands = new RedisCommands(commands);
        this.bell = new RedisCommands(doorbell);
        this.scripts = new Scripts(this.commands, sources, settings);
        this.settings = settings;
    }

    public PointerQueue producer() {
        return new RedisProducer(commands, scripts, settings);
    }

    public Claims claims() {
        return new RedisClaims(scripts);
    }

    public Doorbell doorbell() {
        return new RedisDoorbell(bell, settings);
    }

    public Upkeep upkeep() {
        return new RedisUpkeep(scripts);
    }

    public Holds holds() {
        return new RedisHolds(scripts);
    }

    public DeadLetters deadLetters() {
        return new RedisDeadLetters(commands, scripts, settings);
    }

    public QueueControl control() {
        return new RedisControl(commands, scripts, settings);
    }

    public RedisSafety safety() {
        return new RedisSafety(commands, settings.commandTimeout());
    }
}
