package dev.waybill.ingress;

import dev.waybill.ingress.push.NoticeQueue;
import dev.waybill.ingress.push.UpkeepRequests;
import dev.waybill.ingress.upkeep.Leadership;
import dev.waybill.ingress.upkeep.PushGauges;
import dev.waybill.ingress.upkeep.UpkeepRound;
import dev.waybill.ingress.upkeep.UpkeepRound.Providers;
import dev.waybill.ingress.upkeep.UpkeepRound.UpkeepPorts;
import dev.waybill.ingress.upkeep.UpkeepSettings;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.credential.PostgresRefreshTokens;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.credential.TinkCredentials;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.gmail.SdkGmailMail;
import dev.waybill.mailbox.gmail.SdkGmailWatches;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.graph.SdkGraphMail;
import dev.waybill.mailbox.graph.SdkGraphSubscriptions;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.push.PushChannels;
import dev.waybill.mailbox.registry.PollingRegistryCopy;
import dev.waybill.mailbox.registry.PostgresPushStates;
import dev.waybill.mailbox.registry.PostgresPushUpkeep;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What looks after push. The only part of this service that opens credentials; a replica without a keyset takes no part in it. */
@Singleton
final class UpkeepWiring {
    private final IngressConfig config;
    private final MailboxConfig mailboxes;
    private final AgroalDataSource database;
    private final InstantSource clock = InstantSource.system();

    UpkeepWiring(IngressConfig config, MailboxConfig mailboxes, AgroalDataSource database) {
        this.config = config;
        this.mailboxes = mailboxes;
        this.database = database;
    }

    @Produces
    @Singleton
    UpkeepLoops loops(
            @ConfigProperty(name = "waybill.keyset") Optional<String> keyset,
            @ConfigProperty(name = "waybill.keyset-file") Optional<Path> keysetFile,
            PollingRegistryCopy registry,
            PushChannels channels,
            UpkeepRequests requests,
            NoticeQueue queue,
            MeterRegistry meters) {
        SecretBox secrets = Keysets.open(keyset, keysetFile);
        if (!config.upkeep().enabled() || secrets.problem().isPresent()) {
            return UpkeepLoops.none(
                    config.upkeep().enabled()
                            ? secrets.problem().orElseThrow()
                            : "waybill.ingress.upkeep.enabled is false");
        }
        PostgresPushUpkeep upkeep = new PostgresPushUpkeep(database);
        Leadership leadership = new Leadership(upkeep, config.upkeep().lease());
        UpkeepPorts ports = new UpkeepPorts(
                channels, new PostgresPushStates(database, upkeep), upkeep, requests, queue, new PushGauges(meters));
        return new UpkeepLoops(
                leadership,
                config.upkeep().lease().dividedBy(3),
                new UpkeepRound(leadership, registry, ports, providers(secrets), settings(), clock),
                config.upkeep().interval());
    }

    private UpkeepSettings settings() {
        return new UpkeepSettings(
                config.publicUrl(),
                config.google().topic(),
                config.upkeep().pollInterval(),
                config.upkeep().lookInterval());
    }

    private Providers providers(SecretBox secrets) {
        TinkCredentials credentials = new TinkCredentials(database, secrets);
        CachedAccessTokens tokens = new CachedAccessTokens(
                new HttpTokenEndpoints(
                        new HostPolicy(mailboxes.allowPrivateHosts()), trust(), mailboxes.tokenSettings(), clock),
                new PostgresRefreshTokens(database, secrets),
                clock);
        ProviderHttp http = new ProviderHttp(mailboxes.httpSettings());
        GraphServers graph = new GraphServers(mailboxes.graph().baseUrl());
        GmailServer gmail = new GmailServer(mailboxes.gmail().rootUrl());
        return new Providers(
                new SdkGraphSubscriptions(credentials, tokens, http, graph, clock),
                new SdkGraphMail(credentials, tokens, http, graph, clock),
                new SdkGmailWatches(credentials, tokens, http, gmail, clock),
                new SdkGmailMail(credentials, tokens, http, gmail, clock));
    }

    private static SSLContext trust() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }
}
