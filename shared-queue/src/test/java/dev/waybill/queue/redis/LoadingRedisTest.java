package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imap;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.junit.RequiresServer;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueScriptException;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.QueueUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Redis that reads its data from disk answers LOADING to everything until it has all of it; only 7 can be told to load slowly. */
@Timeout(60)
@RequiresServer(value = "redis-server", program = "redis-server")
final class LoadingRedisTest {
    /** Each key that is read takes this much longer, so that a small file is read slowly. */
    private static final RedisServer.Options SLOW_TO_LOAD = RedisServer.Options.inMemory()
            .withExecutable(Path.of("redis-server"))
            .withArguments("--key-load-delay", "500", "--loading-process-events-interval-bytes", "1024");

    @Test
    void aRedisThatIsLoadingIsAnOutageAndTheQueueIsThereAfterwards() throws Exception {
        try (RedisServer server = RedisServer.start(SLOW_TO_LOAD);
                RedisFixture redis = new RedisFixture(server.uri())) {
            // Given
            QueueUnderTest queue = RedisFixture.underTest(redis.queue(RedisFixture.freshSettings()));
            queue.producer().enqueue(List.of(imap(ANNA, 1)), Priority.LIVE);
            server.command(
                    "EVAL", "for i = 1, 3000 do redis.call('SET', 'other:' .. i, string.rep('x', 100)) end", "0");
            server.command("SAVE");

            // When
            Thread restart = Thread.startVirtualThread(server::restart);
            // A claim before that would be the old server's answer.
            RedisFixture.until(() -> catchThrowable(() -> queue.control().stats()) != null);
            List<Throwable> refusals = new ArrayList<>();
            RedisFixture.until(() -> {
                Throwable refusal = catchThrowable(() -> claim(queue));
                refusals.add(refusal);
                return refusal == null || refusal.getMessage().contains("LOADING");
            });
            restart.join();

            // Then
            assertThat(refusals.getLast())
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("claim by consumer-1 failed")
                    .hasMessageContaining("LOADING");
            assertThat(refusals).hasOnlyElementsOfType(QueueUnavailableException.class);
            RedisFixture.until(() -> {
                try {
                    return claim(queue) instanceof Claim.Taken;
                } catch (QueueScriptException defect) {
                    throw defect;
                } catch (QueueException notYet) {
                    return false;
                }
            });
        }
    }

    private static Claim claim(QueueUnderTest queue) {
        return queue.claims().claim(1, LONG_LEASE, "consumer-1", false);
    }
}
