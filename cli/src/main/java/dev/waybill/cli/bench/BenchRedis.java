package dev.waybill.cli.bench;

import dev.waybill.devstack.RedisServer;
import dev.waybill.queue.redis.KeyNames;
import dev.waybill.queue.redis.QueueSettings;
import dev.waybill.queue.redis.RedisQueue;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Redis of its own for one scenario, the clients of a queue on it, and what Redis says of itself. */
final class BenchRedis implements AutoCloseable {
    private static final int CONNECTIONS = 8;

    private final RedisServer server;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Redis commands;
    private final Redis doorbell;

    BenchRedis(RedisServer.Options options) {
        this.server = RedisServer.start(options);
        this.commands = client(CONNECTIONS);
        this.doorbell = client(CONNECTIONS);
    }

    private Redis client(int connections) {
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString(server.uri().toString())
                        .setMaxPoolSize(connections)
                        .setMaxPoolWaiting(1_000)
                        .setNetClientOptions(new NetClientOptions().setReadIdleTimeout(10)));
    }

    /** The queue of this Redis, as a service uses it; a mailbox has this many places. */
    RedisQueue queue(int limit) {
        return queue(KeyNames.defaults().prefix(), limit);
    }

    /** A queue of its own on this Redis. */
    RedisQueue queue(String prefix, int limit) {
        return new RedisQueue(
                commands,
                doorbell,
                QueueSettings.defaults()
                        .withKeys(KeyNames.withPrefix(prefix))
                        .withDefaultLimit(limit)
                        .withCommandTimeout(Duration.ofSeconds(10)));
    }

    int port() {
        return server.port();
    }

    /** Pointers that wait, are in flight or are delayed. */
    long pointers() {
        return Long.parseLong(
                Objects.toString(server.command("HLEN", KeyNames.defaults().prefix() + "body")));
    }

    /** Forgets all that is in it. */
    void empty() {
        server.command("FLUSHALL");
    }

    /** Calls of scripts so far. */
    double scripts() {
        Matcher matcher =
                Pattern.compile("(?m)^cmdstat_eval\\w*:calls=([0-9]+)").matcher(info("commandstats"));
        double calls = 0;
        while (matcher.find()) {
            calls += Double.parseDouble(matcher.group(1));
        }
        return calls;
    }

    double cpuSeconds() {
        String text = info("cpu");
        return number(text, "used_cpu_user") + number(text, "used_cpu_sys");
    }

    double usedMemory() {
        return number(info("memory"), "used_memory");
    }

    String version() {
        Matcher matcher = Pattern.compile("redis_version:(\\S+)").matcher(info("server"));
        return matcher.find() ? matcher.group(1) : "unknown";
    }

    private String info(String section) {
        return Objects.toString(server.command("INFO", section));
    }

    private static double number(String text, String field) {
        Matcher matcher = Pattern.compile("(?m)^" + field + ":([0-9.]+)").matcher(text);
        if (!matcher.find()) {
            throw new BenchFailure(
                    "Redis does not tell " + field + " in INFO; use a Redis of its own for the benchmark");
        }
        return Double.parseDouble(matcher.group(1));
    }

    @Override
    public void close() {
        commands.close();
        doorbell.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        server.close();
    }
}
