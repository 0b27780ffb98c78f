package dev.waybill.queue.redis;

import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.MailboxKey;
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
    /** One call looks at so many entries: about a millisecond of Redis. */
    private static final int LOOK = 1_000;

    /** One page takes at most so many calls. */
    private static final int MOST_CALLS = 200;

    private static final int SLICE = 250;

    private final RedisCommands redis;
    private final Scripts scripts;
    private final String dlq;
    private final Duration timeout;

    RedisDeadLetters(RedisCommands redis, Scripts scripts, KeyNames keys, Duration timeout) {
        this.redis = redis;
        this.scripts = scripts;
        this.dlq = keys.dlq();
        this.timeout = timeout;
    }

    @Override
    public Page page(DeadLetterFilter filter, DeadLetterCursor from, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException(
                    "a page of " + limit + " dead letters; 1 to " + MAX_PAGE + " are allowed");
        }
        List<DeadLetter> letters = new ArrayList<>();
        DeadLetterCursor at = from;
        for (int call = 0; call < MOST_CALLS; call++) {
            Step step = look(filter, at, limit - letters.size());
            letters.addAll(step.letters());
            at = step.at();
            if (step.isEnd()) {
                return new Page(letters, Optional.empty());
            }
            if (letters.size() == limit) {
                break;
            }
        }
        return new Page(letters, Optional.of(at));
    }

    /** What one call found; {@code at}: how far it looked. */
    record Step(List<DeadLetter> letters, DeadLetterCursor at, boolean isEnd) {}

    Step look(DeadLetterFilter filter, DeadLetterCursor from, int limit) {
        Response reply = scripts.run(
                "listing dead letters",
                Scripts.Call.of(
                        Script.DEAD_PAGE,
                        from.until() < 0 ? "" : Long.toString(from.until()),
                        RedisClaims.millis("least age", filter.olderThan()),
                        Long.toString(from.diedAt()),
                        from.id(),
                        Integer.toString(LOOK),
                        Integer.toString(limit),
                        filter.mailbox().map(MailboxKey::value).orElse(""),
                        filter.reason().orElse(""),
                        filter.kind()
                                .filter(kind -> !kind.equals(DeadLetter.UNREADABLE))
                                .orElse("")));
        DeadLetterCursor at = new DeadLetterCursor(
                Long.parseLong(reply.get(0).toString()),
                (long) Double.parseDouble(reply.get(2).toString()),
                reply.get(3).toString());
        List<DeadLetter> letters =
                read(reply, 4).stream().filter(filter::matches).toList();
        return new Step(letters, at, reply.get(1).toInteger() == 1);
    }

    @Override
    public Optional<DeadLetter> show(PointerId id) {
        return read(scripts.run("showing dead letter " + id, Scripts.Call.of(Script.DEAD_LETTERS, id.value())), 0)
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

    /** Four arrays from {@code first} on: ids, times of death, histories, bodies. */
    private static List<DeadLetter> read(Response reply, int first) {
        Response ids = reply.get(first);
        List<DeadLetter> letters = new ArrayList<>(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            Response diedAt = reply.get(first + 1).get(i);
            if (diedAt != null) {
                letters.add(DeadLetterHistory.deadLetter(
                        new PointerId(ids.get(i).toString()),
                        (long) Double.parseDouble(diedAt.toString()),
                        textOf(reply.get(first + 2).get(i)),
                        withoutClass(textOf(reply.get(first + 3).get(i)))));
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
