package dev.waybill.ingress;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.waybill.ingress.google.GmailAddresses;
import dev.waybill.ingress.google.GoogleGate;
import dev.waybill.ingress.google.GoogleIntake;
import dev.waybill.ingress.google.PubSubPull;
import dev.waybill.ingress.google.PullSettings;
import dev.waybill.ingress.microsoft.MicrosoftIntake;
import dev.waybill.ingress.push.LastPushes;
import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.PushMetrics;
import dev.waybill.ingress.push.RedisUpkeepRequests;
import dev.waybill.ingress.push.UpkeepRequests;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.push.PollingPushCopy;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.mailbox.registry.PostgresPushChannels;
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
    PollingRegistryCopy registry(GmailAddresses addresses) {
        SecretBox none = SecretBox.closed("this service opens no credential");
        return new PollingRegistryCopy(
                new PostgresMailboxRegistry(database, none, new HostPolicy(false)), List.of(addresses));
    }

    @Produces
    @Singleton
    GmailAddresses gmailAddresses() {
        return new GmailAddresses();
    }

    @Produces
    @Singleton
    PushChannels pushChannels() {
        return new PostgresPushChannels(database);
    }

    @Produces
    @Singleton
    PollingPushCopy pushCopy(PushChannels channels) {
        return new PollingPushCopy(channels);
    }

    @Produces
    @Singleton
    LastPushes lastPushes(PushChannels channels) {
        return new LastPushes(channels, clock);
    }

    @Produces
    @Singleton
    UpkeepRequests upkeepRequests(Redis redis, QueueConfig queue) {
        return new RedisUpkeepRequests(redis, queue.settings().keys().prefix(), queue.commandTimeout());
    }

    @Produces
    @Singleton
    SteadyLoop registryLoop(PollingRegistryCopy registry, PollingPushCopy pushes, LastPushes lastPushes) {
        return new SteadyLoop(
                "registry", config.registryInterval(), new RegistryRefresh(database, registry, pushes, lastPushes));
    }

    @Produces
    @Singleton
    PushQueues pushQueues(PointerQueue queue, QueueConfig settings, Tracer tracer, IngressMetrics metrics) {
        return new PushQueues(queue, settings.commandTimeout(), tracer, metrics, clock);
    }

    @Produces
    @Singleton
    NoticeQueue noticeQueue(PushQueues queues) {
        return queues.alone();
    }

    @Produces
    @Singleton
    PushMetrics pushMetrics(MeterRegistry meters) {
        return new PushMetrics(meters);
    }

    @Produces
    @Singleton
    MicrosoftIntake microsoftIntake(
            PollingPushCopy channels,
            PollingRegistryCopy registry,
            PushQueues queues,
            UpkeepRequests upkeep,
            LastPushes lastPushes,
            PushMetrics metrics) {
        return new MicrosoftIntake(channels, registry, queues.shared(), upkeep, lastPushes, metrics);
    }

    @Produces
    @Singleton
    IngressMetrics metrics(MeterRegistry meters) {
        return new IngressMetrics(meters);
    }

    @Produces
    @Singleton
    GoogleGate googleGate() {
        IngressConfig.Google google = config.google();
        return GoogleGate.of(
                google.audiences().orElse(List.of()),
                google.serviceAccounts().orElse(List.of()),
                google.jwksUrl(),
                clock);
    }

    @Produces
    @Singleton
    GoogleIntake googleIntake(
            PollingRegistryCopy registry,
            GmailAddresses addresses,
            PollingPushCopy channels,
            PushQueues queues,
            LastPushes lastPushes,
            PushMetrics metrics) {
        return new GoogleIntake(registry, addresses, channels, queues.shared(), lastPushes, metrics);
    }

    /** None without a subscription to pull from. */
    @Produces
    @Singleton
    Pulls pulls(GoogleIntake intake) {
        IngressConfig.Google google = config.google();
        return new Pulls(google.pullSubscription()
                .map(subscription -> new PubSubPull(
                        new PullSettings(subscription, google.pubsubEndpoint(), google.credentialsFile()), intake)));
    }

    @Produces
    @Singleton
    ImapIntake imapIntake(NoticeQueue queue, PollingRegistryCopy registry, IngressMetrics metrics) {
        CallerKeys keys = CallerKeys.of(config);
        IngressConfig.RateLimit rate = config.rateLimit();
        return new ImapIntake(
                new SignatureCheck(keys, config.timestampTolerance(), clock),
                new CallerRates(keys.names(), rate.perSecond(), rate.burst(), TimeMeter.SYSTEM_NANOTIME),
                new RequestMemory(config.timestampTolerance(), config.rememberedRequests(), Ticker.systemTicker()),
                registry,
                queue,
                metrics);
    }
}
