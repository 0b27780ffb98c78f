package dev.waybill.queue.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs scripts by their SHA-1, and by their text where Redis does not know them: after a restart, a failover or SCRIPT FLUSH the
 * next call loads them again, inside pipelines too.
 */
final class Scripts {
    private final RedisCommands redis;
    private final ScriptSources sources;
    private final List<String> keys;
    private final String defaultLimit;
    private final Duration timeout;
    private final Consumer<String> gate;
    private final RedisCalls calls;

    /** {@code gate}: told the operation before each; throws if this process may not use the queue. */
    Scripts(
            RedisCommands redis,
            ScriptSources sources,
            QueueSettings settings,
            KeyNames keys,
            Consumer<String> gate,
            RedisCalls calls) {
        this.redis = redis;
        this.calls = calls;
        this.sources = sources;
        this.gate = gate;
        this.keys = keys.forScripts();
        this.defaultLimit = Integer.toString(settings.defaultLimit());
        this.timeout = settings.commandTimeout();
    }

    /** One call: a script and its arguments from ARGV[2] on. */
    record Call(Script script, List<String> arguments) {
        static Call of(Script script, String... arguments) {
            return new Call(script, List.of(arguments));
        }
    }

    Response run(String operation, Call call) {
        return run(operation, call, late -> {});
    }

    /** As {@link RedisCommands#exchange}, {@code late} gets a reply that nobody waits for any more. */
    Response run(String operation, Call call, Consumer<Response> late) {
        gate.accept(operation);
        return timed(
                call.script(), () -> redis.exchange(operation, timeout, connection -> send(connection, call), late));
    }

    /** Runs all of them in one round trip; fails if one failed, after all have run. */
    List<Response> runAll(String operation, List<Call> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        gate.accept(operation);
        return timed(
                calls.getFirst().script(),
                () -> redis.exchange(
                        operation,
                        timeout,
                        connection -> {
                            List<Future<Response>> replies = new ArrayList<>(calls.size());
                            for (Call call : calls) {
                                replies.add(send(connection, call));
                            }
                            return Future.join(replies).map(all -> all.<Response>list());
                        },
                        late -> {}));
    }

    private <T> T timed(Script script, Supplier<T> call) {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            T reply = call.get();
            failed = false;
            return reply;
        } finally {
            calls.ended(script.label(), System.nanoTime() - start, failed);
        }
    }

    void forget(Call call) {
        redis.forget(connection -> send(connection, call));
    }

    private Future<Response> send(RedisConnection connection, Call call) {
        ScriptSources.Source source = sources.of(call.script());
        return connection
                .send(request(Command.EVALSHA, source.sha1(), call))
                .recover(error -> RedisErrors.isNoScript(error)
                        ? connection.send(request(Command.EVAL, source.text(), call))
                        : Future.failedFuture(error));
    }

    private Request request(Command command, String script, Call call) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        for (String key : keys) {
            request.arg(key);
        }
        request.arg(defaultLimit);
        for (String argument : call.arguments()) {
            request.arg(argument);
        }
        return request;
    }
}
