package dev.waybill.queue.redis;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dead-letter queue on Redis. */
final class RedisDeadLetters implements DeadLetters {
    private static final int MAX_LIST = 1_000;
    private static final int SLICE = 250;

    private final RedisCommands redis;
    private final Scripts scripts;
    private final String dlq;
    private final Duration timeout;

    RedisDeadLetters(RedisCommands redis, Scripts scripts, QueueSettings settings) {
        this.redis = redis;
        this.scripts = scripts;
        this.dlq = settings.keys().dlq();
        this.timeout = settings.commandTimeout();
    }

    @Override
    public List<DeadLetter> list(long offset, int limit) {
        if (offset < 0 || limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException(
                    "dead letters from " + offset + ", " + limit + " of them; ask from 0 on for 1 to " + MAX_LIST);
        }
        return read(scripts.run(
                "listing dead letters",
                Scripts.Call.of(Script.DEAD_LETTERS, "range", Long.toString(offset), Integer.toString(limit))));
    }

    @Override
    public Optional<DeadLetter> show(PointerId id) {
        return read(scripts.run("showing dead letter " + id, Scripts.Call.of(Script.DEAD_LETTERS, "ids", id.value())))
                .stream()
                .findFirst();
    }

    @Override
    public long count() {
        return redis.send("counting dead letters", Request.cmd(Command.ZCARD).arg(dlq), timeout)
                .toLong();
    }

    @Override
    public Set<PointerId> replay(Collection<PointerId> ids) {
        return move("replay", Script.REPLAY, ids);
    }

    @Override
    public Set<PointerId> drop(Collection<PointerId> ids) {
        return move("drop", Script.DROP, ids);
    }

    /** A slice a call, one after the other: an operator's ten thousand must not keep Redis from its consumers. */
    private Set<PointerId> move(String verb, Script script, Collection<PointerId> ids) {
        Set<PointerId> moved = new LinkedHashSet<>();
        for (List<String> slice : Replies.slices(ids, SLICE)) {
            String operation = verb + " of " + slice.size() + " dead letters";
            moved.addAll(Replies.ids(scripts.run(operation, new Scripts.Call(script, slice))));
        }
        return moved;
    }

    private static List<DeadLetter> read(Response reply) {
        Response ids = reply.get(0);
        List<DeadLetter> letters = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            Response diedAt = reply.get(1).get(i);
            if (diedAt != null) {
                letters.add(DeadLetterHistory.deadLetter(
                        new PointerId(ids.get(i).toString()),
                        (long) Double.parseDouble(diedAt.toString()),
                        textOf(reply.get(2).get(i)),
                        withoutClass(textOf(reply.get(3).get(i)))));
            }
        }
        return letters;
    }

    private static String textOf(@Nullable Response text) {
        return text == null ? "" : text.toString();
    }

    private static String withoutClass(String body) {
        return body.isEmpty() ? body : body.substring(1);
    }
}
