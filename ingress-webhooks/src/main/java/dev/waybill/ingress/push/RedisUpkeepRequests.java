package dev.waybill.ingress.push;

import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to the upkeep in a hash of Redis, beside the queue: channel to wish. A wish that is not carried out stays there. */
public final class RedisUpkeepRequests implements UpkeepRequests {
    /** KEYS: the hash. ARGV: channel, wish. Returns 1 if the wish was still that one and is gone now. */
    private static final String DONE = """
        if redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] then
          return redis.call('HDEL', KEYS[1], ARGV[1])
        end
        return 0
        """;

    private final Redis redis;
    private final String key;
    private final Duration timeout;
    private final Map<Wish, String> names = new EnumMap<>(Wish.class);

    public RedisUpkeepRequests(Redis redis, String prefix, Duration timeout) {
        this.redis = redis;
        this.key = prefix + "upkeep";
        this.timeout = timeout;
        for (Wish wish : Wish.values()) {
            names.put(wish, wish.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public void ask(Map<UUID, Wish> byChannel) {
        Request request = Request.cmd(Command.HSET).arg(key);
        byChannel.forEach((channel, wish) -> request.arg(channel.toString()).arg(name(wish)));
        send("asking for the upkeep of push", request);
    }

    @Override
    public Map<UUID, Wish> waiting() {
        Response all = send(
                "reading what the upkeep of push was asked for",
                Request.cmd(Command.HGETALL).arg(key));
        Map<UUID, Wish> waiting = new HashMap<>();
        for (String channel : all.getKeys()) {
            wish(String.valueOf(all.get(channel))).ifPresent(wish -> waiting.put(UUID.fromString(channel), wish));
        }
        return waiting;
    }

    /** A wish of a later version is left to it. */
    private Optional<Wish> wish(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    @Override
    public void done(UUID channel, Wish wish) {
        send(
                "ending a request to the upkeep of push",
                Request.cmd(Command.EVAL)
                        .arg(DONE)
                        .arg(1)
                        .arg(key)
                        .arg(channel.toString())
                        .arg(name(wish)));
    }

    private String name(Wish wish) {
        return String.valueOf(names.get(wish));
    }

    private Response send(String operation, Request request) throws QueueException {
        try {
            return redis.send(request)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new QueueUnavailableException(
                    operation, "Redis did not take it (" + e.getMessage() + "); check that it runs", e);
        } catch (TimeoutException e) {
            throw new QueueUnavailableException(
                    operation, "Redis did not answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException(operation, "interrupted while waiting for Redis", e);
        }
    }
}
