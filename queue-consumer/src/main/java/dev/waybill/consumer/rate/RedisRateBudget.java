package dev.waybill.consumer.rate;

import dev.waybill.mailbox.Mailbox;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A token bucket for each mailbox in Redis, by Redis's clock. It holds a fifth of what is granted in a window and fills with the rest, so
 * that no window sees more than its grant. A bucket that nobody takes from is full, and goes.
 */
public final class RedisRateBudget implements RateBudget {
    private static final Logger LOG = Logger.getLogger(RedisRateBudget.class);

    /**
     * KEYS: the bucket. ARGV: what it holds at most, what flows in a millisecond, the cost. Returns 0 when it was taken, else the
     * milliseconds until it can be. A crash leaves what was taken.
     */
    private static final String TAKE = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local most, flow, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local known = redis.call('HMGET', KEYS[1], 'left', 'at')
        local left = most
        if known[1] then
          left = math.min(most, tonumber(known[1]) + math.max(0, now - tonumber(known[2])) * flow)
        end
        if left < cost then
          return math.ceil((cost - left) / flow)
        end
        redis.call('HSET', KEYS[1], 'left', string.format('%.3f', left - cost), 'at', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil((most - left + cost) / flow) + 1)
        return 0
        """;

    private final Redis redis;
    private final RateGrants grants;
    private final Duration timeout;

    public RedisRateBudget(Redis redis, RateGrants grants, Duration timeout) {
        this.redis = redis;
        this.grants = grants;
        this.timeout = timeout;
    }

    @Override
    public Optional<Duration> take(Mailbox mailbox, int cost) {
        return grants.of(mailbox).flatMap(bucket -> take(mailbox, bucket, cost));
    }

    private Optional<Duration> take(Mailbox mailbox, RateGrants.Bucket bucket, int cost) {
        try {
            Response wait = redis.send(Request.cmd(Command.EVAL)
                            .arg(TAKE)
                            .arg(1)
                            .arg("waybill:rate:{" + mailbox.id() + "}")
                            .arg(bucket.most())
                            .arg(Double.toString(bucket.perMilli()))
                            .arg(cost))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            long millis = wait.toLong();
            return millis > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            // The provider counts by itself, and says so; a mail need not wait for our count of it.
            LOG.debugf("The rate of mailbox %s is not counted now: %s", mailbox.id(), e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
