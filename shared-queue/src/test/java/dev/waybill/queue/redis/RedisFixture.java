package dev.waybill.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.queue.QueueUnderTest;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One queue with keys of its own on a Redis, the clients it needs, and a look behind it. */
final class RedisFixture implements AutoCloseable {
    /** Of the client for everything but the doorbell. */
    static final int CONNECTIONS = 8;

    private static final Pattern CPU = Pattern.compile("used_cpu_(?:user|sys):([0-9.]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration readIdle;
    private final UnaryOperator<RedisOptions> where;
    private final Vertx vertx = Vertx.vertx();
    private final Redis commands;
    private final Redis doorbell;

    RedisFixture(URI uri) {
        this(uri, Duration.ofSeconds(5));
    }

    /** {@code readIdle}: after which a connection that says nothing is closed. */
    RedisFixture(URI uri, Duration readIdle) {
        this(readIdle, options -> options.setConnectionString(uri.toString()));
    }

    /** {@code where}: sets what the client connects to, and how. */
    RedisFixture(Duration readIdle, UnaryOperator<RedisOptions> where) {
        this.readIdle = readIdle;
        this.where = where;
        this.commands = client(CONNECTIONS);
        this.doorbell = client(4);
    }

    private Redis client(int connections) {
        return Redis.createClient(
                vertx,
                where.apply(new RedisOptions()
                        .setMaxPoolSize(connections)
                        .setMaxPoolWaiting(1_000)
                        .setNetClientOptions(new NetClientOptions()
                                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                                .setReadIdleTimeout((int) readIdle.toMillis()))));
    }

    static QueueSettings freshSettings() {
        return QueueSettings.defaults()
                .withKeys(KeyNames.withPrefix("{test:" + UUID.randomUUID() + "}:"))
                .withCommandTimeout(Duration.ofSeconds(5));
    }

    RedisQueue queue(QueueSettings settings) {
        return new RedisQueue(commands, doorbell, settings);
    }

    RedisQueue queue(QueueSettings settings, ScriptSources sources) {
        return new RedisQueue(commands, doorbell, settings, sources);
    }

    static QueueUnderTest underTest(RedisQueue queue) {
        return new QueueUnderTest(
                queue.producer(),
                queue.claims(),
                queue.doorbell(),
                queue.upkeep(),
                queue.holds(),
                queue.deadLetters(),
                queue.control(),
                RedisFixture::until);
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("the condition came true within " + PATIENCE)
                    .isLessThan(deadline);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** A look behind the queue: a string, a number, or a list of them. */
    Object command(String... words) {
        Request request = Request.cmd(Command.create(words[0]));
        for (int i = 1; i < words.length; i++) {
            request.arg(words[i]);
        }
        return plain(
                commands.send(request).toCompletionStage().toCompletableFuture().join());
    }

    /** What Redis has used of a core since it started. */
    double cpuSeconds() {
        double sum = 0;
        Matcher matcher = CPU.matcher(command("INFO", "cpu").toString());
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }

    private static Object plain(Response response) {
        if (response == null) {
            return "";
        }
        return switch (response.type()) {
            case NUMBER -> response.toLong();
            case MULTI -> response.stream().map(RedisFixture::plain).toList();
            default -> response.toString();
        };
    }

    @Override
    public void close() {
        commands.close();
        doorbell.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The command that makes a user, password {@code secret}, with the rights that docs/redis.md gives it, on the keys of tests. */
    static String[] user(String name, String... also) {
        String command = "ACL SETUSER " + name + " on >secret ~{test:*}:*"
                + " -@all +@read +@write +@scripting +@connection +info +time -keys -script +script|load";
        return Stream.concat(Stream.of(command.split(" ", -1)), Stream.of(also)).toArray(String[]::new);
    }
}
