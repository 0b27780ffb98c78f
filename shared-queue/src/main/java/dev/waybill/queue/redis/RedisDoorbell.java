package dev.waybill.queue.redis;

import dev.waybill.queue.Doorbell;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The doorbell: a blocking BRPOPLPUSH from ready to the landing strip. The pointer stays in Redis whatever becomes of the caller,
 * and the next claim of anybody takes it from there.
 */
final class RedisDoorbell implements Doorbell {
    /** Redis keeps BRPOPLPUSH beside BLMOVE; it is the name that people look for in MONITOR and SLOWLOG. */
    @SuppressWarnings("deprecation")
    private static final Command BRPOPLPUSH = Command.BRPOPLPUSH;

    private final RedisCommands redis;
    private final KeyNames keys;
    private final QueueSettings settings;

    RedisDoorbell(RedisCommands redis, KeyNames keys, QueueSettings settings) {
        this.redis = redis;
        this.keys = keys;
        this.settings = settings;
    }

    @Override
    public void await(Duration timeout) throws InterruptedException {
        ring(timeout);
    }

    /** As {@link #await}; whether a pointer landed. */
    boolean ring(Duration timeout) throws InterruptedException {
        Duration block = clamp(timeout);
        // 0 blocks for ever, and Redis 6.2 rounds less than 1 ms to 0: never below 50 ms.
        Request pop = Request.cmd(BRPOPLPUSH)
                .arg(keys.ready())
                .arg(keys.processing())
                .arg(String.format(Locale.ROOT, "%.3f", block.toMillis() / 1000.0));
        try {
            return redis.send("waiting at the doorbell", pop, block.plus(settings.commandTimeout())) != null;
        } catch (QueueFullException full) {
            // At maxmemory Redis refuses this one command of the consumers: claim without it, but not all at once.
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100));
            return true;
        } catch (QueueUnavailableException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            throw e;
        }
    }

    /**
     * Puts a pointer that landed back to where it is claimed first: it rings for somebody else. What else lies in the landing strip is
     * as good, because the next claim takes all of it.
     */
    void passOn() {
        Request move = Request.cmd(Command.LMOVE)
                .arg(keys.processing())
                .arg(keys.ready())
                .arg("RIGHT")
                .arg("RIGHT");
        redis.send("passing a ring on", move, settings.commandTimeout());
    }

    private Duration clamp(Duration timeout) {
        if (timeout.compareTo(QueueSettings.SHORTEST_BLOCK) < 0) {
            return QueueSettings.SHORTEST_BLOCK;
        }
        return timeout.compareTo(settings.block()) > 0 ? settings.block() : timeout;
    }

    private static InterruptedException interrupted(QueueUnavailableException e) {
        InterruptedException interrupted = new InterruptedException("interrupted at the doorbell");
        interrupted.initCause(e);
        return interrupted;
    }
}
