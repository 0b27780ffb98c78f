package dev.waybill.ingress.upkeep;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waybill.devstack.ClientKeys;
import dev.waybill.devstack.DatabaseTemplate;
import dev.waybill.devstack.TestServers;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.graph.GraphSubscription;
import dev.waybill.devstack.graph.NotificationPlan;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.ingress.FakeRegistryCopy;
import dev.waybill.ingress.push.Notice;
import dev.waybill.ingress.push.Wishes;
import dev.waybill.ingress.upkeep.UpkeepRound.Providers;
import dev.waybill.ingress.upkeep.UpkeepRound.UpkeepPorts;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
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
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.push.PollingPushCopy;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.mailbox.registry.PostgresPushChannels;
import dev.waybill.mailbox.registry.PostgresPushStates;
import dev.waybill.mailbox.registry.PostgresPushUpkeep;
import dev.waybill.mailbox.registry.RegistrySchema;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.TokenSettings;
import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Both providers, their token endpoint, PostgreSQL and the webhook's address, all by one clock; and the upkeep among them. */
final class UpkeepWorld implements AutoCloseable {
    private static final ClientKeys KEYS = ClientKeys.make();
    private static final DatabaseTemplate TABLES = new DatabaseTemplate(empty -> RegistrySchema.migrate(source(empty)));
    private static final String GOOGLE_SCOPE = "https://www.googleapis.com/auth/gmail.modify";

    final Clock clock = new Clock();
    final TokenServer tokens = TokenServer.start(0, clock);
    final GraphSimulator graph;
    final GmailSimulator gmail = GmailSimulator.start(0, tokens.directory(), clock, PushPlan.nobody());
    final FakeRegistryCopy registry = new FakeRegistryCopy();
    final List<Notice> noticed = Collections.synchronizedList(new ArrayList<>());
    final Wishes wishes = new Wishes();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PushGauges gauges = new PushGauges(meters);
    final DataSource database = source(TABLES.copy());
    final PostgresPushChannels channels = new PostgresPushChannels(database);
    final PollingPushCopy copy = new PollingPushCopy(channels);
    final PostgresPushUpkeep upkeep = new PostgresPushUpkeep(database);
    final PostgresPushStates states = new PostgresPushStates(database, upkeep);
    final Leadership leadership = new Leadership(upkeep, Duration.ofMinutes(5));
    final Providers providers;
    volatile int webhookStatus = 200;
    /** Of Graph's own calls, when ours for the self-check fare better. */
    volatile int validationStatus = 200;

    private final HttpServer webhook = webhook();
    private final ProviderHttp http = new ProviderHttp(HttpSettings.defaults());
    private final HttpTokenEndpoints endpoints;
    private final SecretBox box = Keysets.open(Optional.of(Keysets.generate()), Optional.empty());
    private final PostgresMailboxRegistry rows = new PostgresMailboxRegistry(database, box, new HostPolicy(true));

    UpkeepWorld() {
        graph = GraphSimulator.start(0, tokens.directory(), clock, NotificationPlan.reliable());
        tokens.directory().addTenant("contoso.example");
        tokens.directory().addApplication("app-1", "s3cret");
        tokens.directory()
                .addServiceAccount(
                        "robot@project.example",
                        "key-1",
                        KEYS.certificate().getPublicKey(),
                        Set.of(GOOGLE_SCOPE),
                        Set.of("*"));
        try {
            endpoints = new HttpTokenEndpoints(
                    new HostPolicy(true), SSLContext.getDefault(), TokenSettings.defaults(), clock);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        TinkCredentials credentials = new TinkCredentials(database, box);
        var accessTokens = new CachedAccessTokens(endpoints, new PostgresRefreshTokens(database, box), clock);
        GraphServers graphServers = new GraphServers(graph.baseUrl());
        GmailServer gmailServer = new GmailServer(gmail.rootUrl());
        providers = new Providers(
                new SdkGraphSubscriptions(credentials, accessTokens, http, graphServers, clock),
                new SdkGraphMail(credentials, accessTokens, http, graphServers, clock),
                new SdkGmailWatches(credentials, accessTokens, http, gmailServer, clock),
                new SdkGmailMail(credentials, accessTokens, http, gmailServer, clock));
        leadership.run();
    }

    /** Only moves when it is told to. */
    static final class Clock implements InstantSource {
        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        void step(Duration by) {
            now = now.plus(by);
        }
    }

    private static DataSource source(TestServers.TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        return source;
    }

    private HttpServer webhook() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/webhooks/microsoft", this::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange call) throws IOException {
        call.getRequestBody().readAllBytes();
        String query = String.valueOf(call.getRequestURI().getRawQuery());
        int at = query.indexOf("validationToken=");
        byte[] body = at < 0
                ? new byte[0]
                : URLDecoder.decode(query.substring(at + "validationToken=".length()), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "text/plain");
        int status = query.contains("self%20check") ? webhookStatus : Math.max(webhookStatus, validationStatus);
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    URI publicUrl() {
        return URI.create("http://127.0.0.1:" + webhook.getAddress().getPort());
    }

    UpkeepRound round() {
        return round(Optional.of(publicUrl()), Optional.of(GmailSimulator.TOPIC));
    }

    UpkeepRound round(Optional<URI> publicUrl, Optional<String> topic) {
        return new UpkeepRound(
                leadership,
                registry,
                new UpkeepPorts(channels, states, upkeep, wishes, this::enqueue, gauges),
                providers,
                new UpkeepSettings(publicUrl, topic, Duration.ofMinutes(1), Duration.ofMinutes(15)),
                clock);
    }

    private Enqueue.Accepted enqueue(List<Notice> notices) {
        noticed.addAll(notices);
        return new Enqueue.Accepted(notices.size(), 0, 0, 0);
    }

    /** The same for the next test: without mailboxes, led by us, with everything that answers well again. */
    UpkeepWorld emptied() {
        List.copyOf(registry.all()).forEach(mailbox -> registry.remove(mailbox.id()));
        noticed.clear();
        wishes.waiting().forEach(wishes::done);
        webhookStatus = 200;
        validationStatus = 200;
        graph.failAll(null);
        gmail.failAll(null);
        leadership.run();
        return this;
    }

    List<GraphSubscription> subscriptions(Mailbox of) {
        return graph.subscriptions().stream()
                .filter(subscription -> subscription.mailbox().equals(of.address()))
                .toList();
    }

    Mailbox connectGraph() {
        String address = "help-" + UUID.randomUUID() + "@contoso.example";
        OAuth grant = new OAuth.ClientCredentials(
                new TokenEndpoint(tokens.microsoft("contoso.example"), "https://graph.microsoft.com/.default"),
                "app-1",
                new ClientProof.SharedSecret("s3cret", ClientProof.Placement.BODY));
        graph.mailbox(address);
        return connect(address, new Connection.Graph(GraphCloud.GLOBAL, address), "inbox", grant);
    }

    Mailbox connectGmail() {
        String address = "help-" + UUID.randomUUID() + "@example.org";
        OAuth grant = new OAuth.ServiceAccount(
                new TokenEndpoint(tokens.google(), GOOGLE_SCOPE),
                "robot@project.example",
                "key-1",
                KEYS.privateKeyPem(),
                address);
        gmail.mailbox(address);
        return connect(address, new Connection.Gmail(address), "INBOX", grant);
    }

    private Mailbox connect(String address, Connection connection, String folder, OAuth grant) {
        Mailbox mailbox = rows.add(new NewMailbox(
                "default", address, connection, List.of(folder), clock.instant(), new AfterProcessing.Keep(), grant));
        registry.put(mailbox);
        return mailbox;
    }

    PushState state(Mailbox mailbox) {
        return states.find(mailbox.id()).orElseThrow();
    }

    /** What was enqueued for a mailbox since it was last asked for. */
    List<Locator> taken(UUID mailbox) {
        synchronized (noticed) {
            List<Locator> own = noticed.stream()
                    .filter(notice -> notice.mailbox().equals(mailbox))
                    .map(Notice::locator)
                    .toList();
            noticed.clear();
            return own;
        }
    }

    static byte[] mail() {
        String id = UUID.randomUUID().toString();
        return ("From: a@example.org\r\nMessage-ID: <" + id + "@example.org>\r\nSubject: x\r\n\r\nHello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        webhook.stop(0);
        http.close();
        endpoints.close();
        graph.close();
        gmail.close();
        tokens.close();
    }
}
