package dev.waybill.queue.redis;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.QueueUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The whole contract over three shards on one Redis. */
final class ShardedQueueTest implements RedisContract {
    private static RedisFixture redis;

    private final QueueUnderTest queue =
            RedisFixture.underTest(redis.queue(RedisFixture.freshSettings().withShards(3)));

    @BeforeAll
    static void connect() {
        redis = new RedisFixture(TestServers.redis().uri());
    }

    @AfterAll
    static void disconnect() {
        redis.close();
    }

    @Override
    public QueueUnderTest queue() {
        return queue;
    }
}
