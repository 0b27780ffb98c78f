package dev.waybill.ingress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueFit;
import dev.waybill.queue.redis.RedisQueue;
import io.agroal.api.AgroalDataSource;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** The whole object graph of this service, and the only class that names its adapters. */
@Singleton
final class IngressWiring {
    private final IngressConfig config;
    private final AgroalDataSource database;
    private final InstantSource clock = InstantSource.system();

    IngressWiring(IngressConfig config, AgroalDataSource database) {
        this.config = config;
        this.database = database;
    }

    @Produces
    @Singleton
    RedisQueue redisQueue(Redis redis, QueueConfig queue) {
        return new RedisQueue(redis, redis, queue.settings());
    }

    @Produces
    @Singleton
    QueueFit queueFit(RedisQueue queue) {
        return queue::refusal;
    }

    @Produces
    @Singleton
    PointerQueue queue(RedisQueue queue) {
        return queue.producer();
    }

    /** Reads the registry only; no credential is ever opened here. */
    @Produces
    @Singleton
    PollingRegistryCopy registry() {
        SecretBox none = SecretBox.closed("this service opens no credential");
        return new PollingRegistryCopy(new PostgresMailboxRegistry(database, none, new HostPolicy(false)), List.of());
    }

    @Produces
    @Singleton
    SteadyLoop registryLoop(PollingRegistryCopy registry) {
        return new SteadyLoop("registry", config.registryInterval(), new RegistryRefresh(database, registry));
    }

    @Produces
    @Singleton
    IngressMetrics metrics(MeterRegistry meters) {
        return new IngressMetrics(meters);
    }

    @Produces
    @Singleton
    ImapIntake imapIntake(PointerQueue queue, PollingRegistryCopy registry, IngressMetrics metrics, Tracer tracer) {
        CallerKeys keys = CallerKeys.of(config);
        IngressConfig.RateLimit rate = config.rateLimit();
        return new ImapIntake(
                new SignatureCheck(keys, config.timestampTolerance(), clock),
                new CallerRates(keys.names(), rate.perSecond(), rate.burst(), TimeMeter.SYSTEM_NANOTIME),
                new RequestMemory(config.timestampTolerance(), config.rememberedRequests(), Ticker.systemTicker()),
                registry,
                new TracedQueue(queue, tracer, metrics, clock),
                metrics);
    }
}
