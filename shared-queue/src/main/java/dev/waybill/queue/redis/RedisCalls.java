package dev.waybill.queue.redis;

/** Told of every call of a script that somebody waited for; must be quick, and must not throw. */
@FunctionalInterface
public interface RedisCalls {
    RedisCalls UNHEARD = (script, nanos, failed) -> {};

    /**
     * A call has ended.
     *
     * @param script its name; with several in one round trip, that of the first
     * @param nanos from the wait for a connection to the reply
     * @param failed whether it ended in an exception
     */
    void ended(String script, long nanos, boolean failed);
}
