package dev.waybill.queue.redis;

import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sends commands to Redis and waits for the replies, with one deadline and one translation of errors. The wait blocks its thread:
 * made for virtual ones.
 */
final class RedisCommands {
    /** Redis 7.2 would rather have clients close their sockets, which a pooled connection does not. */
    @SuppressWarnings("deprecation")
    private static final Command QUIT = Command.QUIT;

    private final Redis redis;

    RedisCommands(Redis redis) {
        this.redis = redis;
    }

    Response send(String operation, Request request, Duration timeout) {
        return exchange(operation, timeout, connection -> connection.send(request), late -> {});
    }

    /**
     * Runs an exchange on one connection.
     *
     * @param late gets the result if it arrives after the deadline, on an event loop: it must not block
     */
    <T> T exchange(
            String operation, Duration timeout, Function<RedisConnection, Future<T>> exchange, Consumer<T> late) {
        CompletableFuture<T> reply =
                start(operation, exchange).toCompletionStage().toCompletableFuture();
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw cause instanceof QueueException known ? known : RedisErrors.translate(operation, cause);
        } catch (TimeoutException e) {
            var _ = reply.thenAccept(late);
            throw new QueueUnavailableException(
                    operation, "Redis did not answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var _ = reply.thenAccept(late);
            throw new QueueUnavailableException(operation, "interrupted while waiting for Redis", e);
        }
    }

    /** Runs an exchange that nobody waits for; what becomes of it does not matter. */
    <T> void forget(Function<RedisConnection, Future<T>> exchange) {
        var _ = start("late release", exchange);
    }

    private <T> Future<T> start(String operation, Function<RedisConnection, Future<T>> exchange) {
        return redis.connect()
                .recover(refused -> Future.failedFuture(RedisErrors.translateConnect(operation, refused)))
                .compose(connection -> exchange.apply(connection)
                        .recover(error -> leave(connection, error))
                        .eventually(() -> connection.close()));
    }

    /** A master that became a replica keeps its connections: only a new one asks again where the master is. */
    private static <T> Future<T> leave(RedisConnection connection, Throwable error) {
        if (!RedisErrors.isOfAnotherMaster(error)) {
            return Future.failedFuture(error);
        }
        return connection.send(Request.cmd(QUIT)).transform(gone -> Future.failedFuture(error));
    }
}
