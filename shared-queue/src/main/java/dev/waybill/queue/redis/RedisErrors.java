package dev.waybill.queue.redis;

import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the errors of Redis and of its client apart, once, at the edge: full, unavailable, or a defect. */
final class RedisErrors {
    /** Redis 6.2 wraps the error of a command in a script: {@code ERR Error running script (…): … -OOM command not allowed}. */
    private static final Pattern WRAPPED =
            Pattern.compile("^ERR Error running script .*?-([A-Z]{2,})\\b", Pattern.DOTALL);

    private static final Pattern CODE = Pattern.compile("^([A-Z_]{2,})\\b");

    /** Trying again does not heal these. All others (LOADING, READONLY, BUSY, MISCONF, NOAUTH, …) pass or are an operator's. */
    private static final Set<String> DEFECTS =
            Set.of("ERR", "WRONGTYPE", "CROSSSLOT", "NOSCRIPT", "NOPROTO", "EXECABORT");

    private RedisErrors() {}

    static QueueException translate(String operation, Throwable error) {
        if (!isReply(error)) {
            String said = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
            return new QueueUnavailableException(
                    operation,
                    "the connection to Redis failed (" + said + "); check that it runs and is reachable",
                    error);
        }
        String code = code(error);
        if (code.equals("OOM")) {
            return new QueueFullException(operation, error);
        }
        if (DEFECTS.contains(code)) {
            return new QueueScriptException(operation, error);
        }
        return new QueueUnavailableException(operation, "Redis answers " + error.getMessage(), error);
    }

    /** A connection that was refused is never a defect of ours, whatever Redis said. */
    static QueueException translateConnect(String operation, Throwable error) {
        return new QueueUnavailableException(
                operation,
                "no connection to Redis (" + error.getMessage()
                        + "); check that it runs, its address and its credentials",
                error);
    }

    static boolean isNoScript(Throwable error) {
        return isReply(error) && code(error).equals("NOSCRIPT");
    }

    /** The server that answers is not, or no longer, the one to write to. */
    static boolean isOfAnotherMaster(Throwable error) {
        return isReply(error) && Set.of("READONLY", "MASTERDOWN").contains(code(error));
    }

    /** The client dresses a lost connection as a reply. */
    private static boolean isReply(Throwable error) {
        return error instanceof Response reply
                && reply.type() == ResponseType.ERROR
                && !code(error).equals("CONNECTION_CLOSED");
    }

    private static String code(Throwable error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        Matcher wrapped = WRAPPED.matcher(message);
        if (wrapped.find()) {
            return wrapped.group(1);
        }
        Matcher code = CODE.matcher(message);
        return code.find() ? code.group(1) : "";
    }
}
