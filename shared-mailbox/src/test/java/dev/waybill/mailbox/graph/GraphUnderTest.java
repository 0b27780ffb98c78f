package dev.waybill.mailbox.graph;

import dev.waybill.devstack.graph.GraphMailbox;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.GraphMail;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.SteppedClock;
import dev.waybill.mailbox.token.UnusedRefreshTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The simulator of Microsoft Graph, its token endpoint, and our adapters in front of it. */
final class GraphUnderTest implements AutoCloseable {
    static final String ADDRESS = "help@contoso.example";

    final SteppedClock tokenClock = new SteppedClock();
    final TokenServer tokenServer = TokenServer.start(0, tokenClock);
    final GraphSimulator simulator = GraphSimulator.start(tokenServer.directory());
    final GraphMailbox box = simulator.mailbox(ADDRESS);
    final OAuth grant = Grants.microsoft(tokenServer);
    final ProviderHttp http = new ProviderHttp(
            new HttpSettings(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(5), Optional.empty()));
    final Mailbox mailbox = mailbox(ADDRESS);
    final GraphMail mail;
    final GraphSubscriptions subscriptions;
    private final HttpTokenEndpoints endpoints = Grants.http(tokenClock);

    GraphUnderTest() {
        Credentials credentials = id -> grant;
        var tokens = new CachedAccessTokens(endpoints, new UnusedRefreshTokens(), tokenClock);
        GraphServers servers = new GraphServers(simulator.baseUrl());
        mail = new SdkGraphMail(credentials, tokens, http, servers, InstantSource.system());
        subscriptions = new SdkGraphSubscriptions(credentials, tokens, http, servers, InstantSource.system());
    }

    static Mailbox mailbox(String address) {
        return new Mailbox(
                UUID.randomUUID(),
                "default",
                address,
                new Connection.Graph(GraphCloud.GLOBAL, address),
                List.of("inbox"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
    }

    static byte[] raw(String subject) {
        return ("From: a@example.org\r\nMessage-ID: <" + subject + "@example.org>\r\nSubject: " + subject
                        + "\r\n\r\nHello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        http.close();
        endpoints.close();
        simulator.close();
        tokenServer.close();
    }
}
