package dev.waybill.consumer;

import dev.waybill.consumer.loop.QueueLink;
import dev.waybill.consumer.observe.RedisMeters;
import dev.waybill.consumer.rate.RateBudget;
import dev.waybill.consumer.rate.RedisRateBudget;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.Holds;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueFit;
import dev.waybill.queue.redis.RedisQueue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.client.RedisClientName;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The pointer queue on Redis. */
@Singleton
final class QueueWiring {
    @Produces
    @Singleton
    RedisQueue redis(
            Redis commands, @RedisClientName("doorbell") Redis doorbell, QueueConfig queue, MeterRegistry meters) {
        return new RedisQueue(commands, doorbell, queue.settings(), new RedisMeters(meters));
    }

    @Produces
    @Singleton
    QueueFit queueFit(RedisQueue queue) {
        return queue::refusal;
    }

    @Produces
    @Singleton
    PointerQueue producer(RedisQueue queue) {
        return queue.producer();
    }

    @Produces
    @Singleton
    RateBudget rates(Redis commands, QueueConfig queue, ConsumerConfig config) {
        return new RedisRateBudget(commands, config.grants(), queue.settings().commandTimeout());
    }

    @Produces
    @Singleton
    Holds holds(RedisQueue queue) {
        return queue.holds();
    }

    @Produces
    @Singleton
    DeadLetters deadLetters(RedisQueue queue) {
        return queue.deadLetters();
    }

    @Produces
    @Singleton
    QueueControl control(RedisQueue queue) {
        return queue.control();
    }

    @Produces
    @Singleton
    QueueLink link() {
        return new QueueLink();
    }
}
