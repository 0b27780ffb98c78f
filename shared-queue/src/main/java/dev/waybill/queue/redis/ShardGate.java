package dev.waybill.queue.redis;

import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lets a process use the queue only with the number of shards that the queue has. The queue remembers it; another number is taken over
 * when nothing lies in any shard, and the old shards refuse producers from then on.
 *
 * <p>Each shard is closed in one script that finds it empty, and the number changes last. A crash in between leaves shards that refuse
 * producers, and the next process that enters opens them again. Of two that want different numbers the later one wins, and the other's
 * processes are refused.
 */
final class ShardGate {
    private static final long LOOK_AGAIN_NANOS = 10_000_000_000L;
    private static final int TRIES = 5;

    private final int shards;
    private final KeyNames keys;
    private final Scripts root;
    private final Function<KeyNames, Scripts> scripts;
    private volatile boolean entered;
    private volatile long lookedAt;

    /** {@code scripts}: makes those of a shard, without this gate. */
    ShardGate(QueueSettings settings, Function<KeyNames, Scripts> scripts) {
        this.shards = settings.shards();
        this.keys = settings.keys();
        this.root = scripts.apply(keys);
        this.scripts = scripts;
    }

    /** Costs a look at a field once a process has entered. */
    void enter(String operation) {
        if (!entered) {
            ask(operation);
        }
    }

    /** Asks again now and then: the number may have been changed under a running process, or have gone with all of Redis. */
    void lookAgain() {
        if (System.nanoTime() - lookedAt > LOOK_AGAIN_NANOS) {
            ask("looking after the shards");
        }
    }

    /** A shard refused us. */
    void refused(String operation) {
        entered = false;
        ask(operation);
    }

    Optional<String> refusal() {
        try {
            enter("entering the queue");
            return Optional.empty();
        } catch (QueueUnavailableException e) {
            return e.getCause() == null ? Optional.of(String.valueOf(e.getMessage())) : Optional.empty();
        } catch (QueueException e) {
            return Optional.empty();
        }
    }

    private void ask(String operation) {
        entered = false;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Response reply = root.run(operation, Scripts.Call.of(Script.SHARDS_ENTER, Integer.toString(shards)));
            if (reply.get(0).toString().equals("entered")) {
                open(shards, reply.get(1).toString());
                lookedAt = System.nanoTime();
                entered = true;
                return;
            }
            change(operation, Integer.parseInt(reply.get(1).toString()));
        }
        throw new QueueUnavailableException(
                operation, "several processes change the number of the queue's shards at once; give all of them one");
    }

    private void change(String operation, int now) {
        List<Scripts> old = scriptsOf(now);
        refuseUnlessEmpty(operation, now, count(old));
        Response begun = root.run(
                operation, Scripts.Call.of(Script.SHARDS_BEGIN, Integer.toString(now), Integer.toString(shards)));
        String attempt = begun.get(0).toString();
        if (attempt.equals("0")) {
            return;
        }
        String moving = begun.get(1).toString();
        long left = 0;
        for (Scripts shard : old) {
            left += shard.run(operation, Scripts.Call.of(Script.SHARD_CLOSE, attempt))
                    .toLong();
        }
        end(operation, moving, left == 0 ? shards : now);
        if (left > 0) {
            open(now, attempt);
            refuseUnlessEmpty(operation, now, left);
        }
    }

    private void end(String operation, String moving, int number) {
        root.run(operation, Scripts.Call.of(Script.SHARDS_END, moving, Integer.toString(number)));
    }

    private void open(int number, String attempt) {
        if (!attempt.equals("0")) {
            for (Scripts shard : scriptsOf(number)) {
                shard.run("opening the shards", Scripts.Call.of(Script.SHARD_OPEN, attempt));
            }
        }
    }

    private List<Scripts> scriptsOf(int number) {
        return ShardKeys.of(keys, number).stream().map(scripts).toList();
    }

    private static long count(List<Scripts> shards) {
        long pointers = 0;
        for (Scripts shard : shards) {
            Response stats = shard.run("counting pointers", Scripts.Call.of(Script.STATS));
            for (int place = 1; place <= 7; place++) {
                pointers += stats.get(place).toLong();
            }
        }
        return pointers;
    }

    private void refuseUnlessEmpty(String operation, int now, long pointers) {
        if (pointers > 0) {
            throw new QueueUnavailableException(
                    operation,
                    "the queue has " + now + (now == 1 ? " shard" : " shards") + " and " + pointers
                            + " pointers in them, but waybill.queue.shards is " + shards + " here. Set it to " + now
                            + ", or drain the queue first: stop ingress and listeners, let the consumers go on until"
                            + " `waybill queue stats` counts nothing anywhere, replay or drop the dead letters,"
                            + " then start everything with the new number");
        }
    }
}
