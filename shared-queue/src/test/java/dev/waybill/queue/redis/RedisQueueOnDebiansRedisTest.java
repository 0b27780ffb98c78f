package dev.waybill.queue.redis;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.queue.QueueUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract once more, on the newer Redis that the distribution packages. */
@RequiresServer(value = "redis-server", program = "redis-server")
final class RedisQueueOnDebiansRedisTest implements RedisContract {
    private static RedisServer server;
    private static RedisFixture redis;

    private final QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));

    @BeforeAll
    static void start() {
        server = RedisServer.start(RedisServer.Options.inMemory().withExecutable(Path.of("redis-server")));
        redis = new RedisFixture(server.uri());
    }

    @AfterAll
    static void stop() {
        redis.close();
        server.close();
    }

    @Override
    public QueueUnderTest queue() {
        return queue;
    }
}
