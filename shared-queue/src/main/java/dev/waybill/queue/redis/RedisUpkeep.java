package dev.waybill.queue.redis;

import dev.waybill.queue.Upkeep;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reclaim and promote on Redis. */
final class RedisUpkeep implements Upkeep {
    /** The scripts keep the crashes as the only suspect in the millions of the count. */
    static final int SOLO = 1_000_000;

    /** A longer delay, lease or hold is a mistake; the sum with the clock stays exact in a double. */
    static final Duration LONGEST = Duration.ofDays(365);

    /** A call takes a few milliseconds of Redis at most. */
    private static final int MAX = 250;

    /** A discovery pointer that kills its consumers costs one of them in this time. */
    private static final Duration POISONED_DISCOVERY = Duration.ofMinutes(15);

    private final Scripts scripts;
    private final ShardGate gate;

    RedisUpkeep(Scripts scripts, ShardGate gate) {
        this.scripts = scripts;
        this.gate = gate;
    }

    @Override
    public Reclaimed reclaim(int pointers, int maxCrashes) {
        Response reply = scripts.run(
                "reclaim",
                Scripts.Call.of(
                        Script.RECLAIM,
                        Integer.toString(bounded(pointers)),
                        Integer.toString(Math.max(maxCrashes, 1)),
                        Long.toString(POISONED_DISCOVERY.toMillis())));
        return new Reclaimed(reply.get(0).toInteger(), List.copyOf(Replies.ids(reply.get(1))), until(reply.get(2)));
    }

    @Override
    public Promoted promote(int max) {
        gate.lookAgain();
        Response reply = scripts.run("promote", Scripts.Call.of(Script.PROMOTE, Integer.toString(bounded(max))));
        return new Promoted(reply.get(0).toInteger(), reply.get(1).toInteger(), until(reply.get(2)));
    }

    private static Optional<Duration> until(Response millis) {
        long left = millis.toLong();
        return left < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(left));
    }

    private static int bounded(int pointers) {
        return Math.clamp(pointers, 1, MAX);
    }
}
