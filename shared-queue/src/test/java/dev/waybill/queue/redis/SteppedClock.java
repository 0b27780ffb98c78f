package dev.waybill.queue.redis;

import java.time.Duration;

/** A clock for the scripts that only moves when the test says so: a key in Redis takes the place of TIME. */
final class SteppedClock {
    private final RedisFixture redis;
    private final String key;
    private long now = 1_770_000_000_000L;

    SteppedClock(RedisFixture redis, KeyNames keys) {
        this.redis = redis;
        this.key = keys.prefix() + "clock";
        advance(Duration.ZERO);
    }

    /** The scripts, reading this clock. */
    static ScriptSources scripts() {
        return ScriptSources.edited(
                text -> text.replace("call('TIME')", "call('HMGET', PREFIX .. 'clock', 'seconds', 'micros')"));
    }

    void advance(Duration time) {
        now += time.toMillis();
        redis.command("HSET", key, "seconds", Long.toString(now / 1_000), "micros", Long.toString(now % 1_000 * 1_000));
    }
}
