package dev.waybill.queue.redis;

import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks whether Redis is set up to keep a queue: no eviction, and something on disk. */
public final class RedisSafety {
    private final RedisCommands redis;
    private final Duration timeout;

    RedisSafety(RedisCommands redis, Duration timeout) {
        this.redis = redis;
        this.timeout = timeout;
    }

    /**
     * What an operator should know, each a sentence; empty when all is well. What Redis does not tell us counts as unknown, not as
     * well.
     *
     * @throws QueueUnavailableException Redis did not answer
     */
    public List<String> check() {
        List<String> warnings = new ArrayList<>();
        Optional<String> policy = info("memory", "maxmemory_policy");
        if (policy.isEmpty()) {
            warnings.add("it is unknown whether Redis evicts keys (INFO memory is not allowed to our user);"
                    + " make sure that maxmemory-policy is noeviction");
        } else if (!policy.get().equals("noeviction")) {
            warnings.add("Redis may evict parts of the queue: maxmemory-policy is " + policy.get()
                    + "; set it to noeviction");
        }
        Optional<String> appendonly = info("persistence", "aof_enabled");
        if (appendonly.isEmpty()) {
            warnings.add("it is unknown whether Redis keeps the queue on disk (INFO persistence is not allowed to our"
                    + " user); make sure that appendonly is yes");
        } else if (appendonly.get().equals("0")) {
            snapshots().ifPresent(warnings::add);
        }
        return List.copyOf(warnings);
    }

    /** Without an append-only file there may still be snapshots. */
    private Optional<String> snapshots() {
        String advice =
                "; set appendonly to yes, else a restart loses pointers and reconciliation has to find them again";
        try {
            Response reply = redis.send(
                    "reading save", Request.cmd(Command.CONFIG).arg("GET").arg("save"), timeout);
            String save =
                    reply.isMap() ? reply.get("save").toString() : reply.get(1).toString();
            return save.isEmpty()
                    ? Optional.of("Redis keeps nothing on disk: appendonly is no and save is empty" + advice)
                    : Optional.of("Redis only writes snapshots: appendonly is no" + advice);
        } catch (QueueScriptException forbidden) {
            return Optional.of("appendonly is no, and it is unknown whether Redis writes snapshots" + advice);
        } catch (QueueUnavailableException e) {
            if (isForbidden(e)) {
                return Optional.of("appendonly is no, and it is unknown whether Redis writes snapshots" + advice);
            }
            throw e;
        }
    }

    private Optional<String> info(String section, String field) {
        try {
            String text = redis.send(
                            "reading INFO " + section, Request.cmd(Command.INFO).arg(section), timeout)
                    .toString();
            Matcher matcher = Pattern.compile("(?m)^" + field + ":(\\S*)").matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (QueueScriptException forbidden) {
            return Optional.empty();
        } catch (QueueUnavailableException e) {
            if (isForbidden(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** An access list says NOPERM; a hosted Redis that has no such command says ERR. */
    private static boolean isForbidden(QueueUnavailableException e) {
        return e.getCause() != null
                && e.getCause().getMessage() != null
                && e.getCause().getMessage().startsWith("NOPERM");
    }
}
