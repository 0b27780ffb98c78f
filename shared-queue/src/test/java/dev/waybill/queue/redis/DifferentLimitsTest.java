package dev.waybill.queue.redis;

import static dev.waybill.queue.Pointers.imaps;
import static dev.waybill.queue.QueueContract.ANNA;
import static dev.waybill.queue.QueueContract.LONG_LEASE;
import static dev.waybill.queue.QueueContract.pointersOf;
import static dev.waybill.queue.QueueContract.receipts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.TestServers;
import dev.waybill.queue.Claimed;
import dev.waybill.queue.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a new default limit is rolled out, processes disagree about it. */
final class DifferentLimitsTest {

    @Test
    void aConsumerWithAHigherLimitThanTheProducersStrandsNothing() {
        try (RedisFixture redis = new RedisFixture(TestServers.redis().uri())) {
            // Given
            QueueSettings settings = RedisFixture.freshSettings();
            RedisQueue producer = redis.queue(settings.withDefaultLimit(3));
            RedisQueue consumer = redis.queue(settings.withDefaultLimit(10));
            producer.producer().enqueue(imaps(ANNA, 50), Priority.LIVE);

            // When
            List<Integer> sizes = new ArrayList<>();
            List<Claimed> claimed = pointersOf(consumer.claims().claim(50, LONG_LEASE, "consumer-1", false));
            while (!claimed.isEmpty()) {
                sizes.add(claimed.size());
                consumer.claims().ack(receipts(claimed));
                claimed = pointersOf(consumer.claims().claim(50, LONG_LEASE, "consumer-1", false));
            }

            // Then
            assertThat(sizes).containsExactly(3, 10, 10, 10, 10, 7);
            assertThat(consumer.control().stats().waiting()).isZero();
        }
    }
}
