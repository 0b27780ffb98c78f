package dev.waybill.imap;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.PostgresRefreshTokens;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.credential.TinkCredentials;
import dev.waybill.mailbox.imap.AngusImapSessions;
import dev.waybill.mailbox.imap.TrustedCertificates;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresFolderMarks;
import dev.waybill.mailbox.registry.PostgresHealthLog;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.QueueFit;
import dev.waybill.queue.redis.RedisQueue;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole object graph of this service, and the only class that names its adapters. */
@Singleton
final class ListenerWiring {
    private static final Duration STALE_TROUBLES = Duration.ofMinutes(1);

    private final ListenerConfig config;
    private final MailboxConfig mailboxes;
    private final AgroalDataSource database;
    private final Time time = Time.system();

    ListenerWiring(ListenerConfig config, MailboxConfig mailboxes, AgroalDataSource database) {
        this.config = config;
        this.mailboxes = mailboxes;
        this.database = database;
    }

    @Produces
    @Singleton
    SecretBox secrets(
            @ConfigProperty(name = "waybill.keyset") Optional<String> keyset,
            @ConfigProperty(name = "waybill.keyset-file") Optional<Path> keysetFile) {
        return Keysets.open(keyset, keysetFile);
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

    @Produces
    @Singleton
    MailboxShare share(RedisQueue queue) {
        return new MailboxShare(queue.parts(), ListenerName.of(config.name()), config.lease(), time);
    }

    @Produces
    @Singleton
    PollingRegistryCopy registry(SecretBox secrets) {
        return new PollingRegistryCopy(new PostgresMailboxRegistry(database, secrets, hosts()), List.of());
    }

    @Produces
    @Singleton
    PostgresHealthLog health() {
        return new PostgresHealthLog(database, InstantSource.system());
    }

    @Produces
    @Singleton
    CachedAccessTokens tokens(SecretBox secrets) {
        InstantSource clock = InstantSource.system();
        return new CachedAccessTokens(
                new HttpTokenEndpoints(
                        hosts(),
                        TrustedCertificates.context(mailboxes.imap().caFile()),
                        mailboxes.tokenSettings(),
                        clock),
                new PostgresRefreshTokens(database, secrets),
                clock);
    }

    @Produces
    @Singleton
    ListenerPorts ports(
            SecretBox secrets,
            CachedAccessTokens tokens,
            PointerQueue queue,
            PostgresHealthLog health,
            MeterRegistry meters,
            Tracer tracer) {
        ListenerMetrics metrics = new ListenerMetrics(meters);
        return new ListenerPorts(
                new AngusImapSessions(
                        new TinkCredentials(database, secrets),
                        tokens,
                        hosts(),
                        mailboxes.imapSettings(config.pollInterval())),
                new NoticeQueue(queue, tracer, metrics, time),
                new PostgresFolderMarks(database),
                health,
                metrics,
                time);
    }

    @Produces
    @Singleton
    WatcherFleet fleet(PollingRegistryCopy registry, MailboxShare share, ListenerPorts ports) {
        WatchSettings settings = watchSettings();
        ConnectGate gate = new ConnectGate(config.connectAtOnce(), config.connectAtOnceAtOneHost());
        WatcherFleet fleet =
                new WatcherFleet(registry, share, mailbox -> new MailboxWatcher(mailbox, ports, settings, gate), time);
        ports.metrics().watch(fleet);
        ports.metrics().watch(share);
        return fleet;
    }

    @Produces
    @Singleton
    ListenerLoops loops(
            WatcherFleet fleet,
            MailboxShare share,
            PollingRegistryCopy registry,
            PostgresHealthLog health,
            CachedAccessTokens tokens) {
        return new ListenerLoops(
                new SteadyLoop(
                        "registry",
                        config.registryInterval(),
                        new RegistryRefresh(database, registry, health, tokens),
                        time),
                new SteadyLoop("share", config.lease().dividedBy(10), () -> share.renew(fleet::busyParts), time),
                new SteadyLoop("fleet", Duration.ofSeconds(1), fleet::compare, time),
                new SteadyLoop("troubles", STALE_TROUBLES, new StaleTroubles(health, fleet::watchesWell, time), time));
    }

    private HostPolicy hosts() {
        return new HostPolicy(mailboxes.allowPrivateHosts());
    }

    private WatchSettings watchSettings() {
        ListenerConfig.Reconnect reconnect = config.reconnect();
        return new WatchSettings(
                config.idleRefresh(),
                config.fullRound(),
                config.pollInterval(),
                reconnect.first(),
                reconnect.max(),
                reconnect.stableAfter(),
                reconnect.afterAuthFailure(),
                reconnect.afterThrottling(),
                new Random());
    }
}
