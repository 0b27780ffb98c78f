package dev.waybill.mailbox.gmail;

import dev.waybill.devstack.ClientKeys;
import dev.waybill.devstack.gmail.GmailMailbox;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.GmailMail;
import dev.waybill.mailbox.GmailWatches;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.SteppedClock;
import dev.waybill.mailbox.token.UnusedRefreshTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The simulator of Gmail, its token endpoint, and our adapters in front of it, with a service account that acts for the mailbox. */
final class GmailUnderTest implements AutoCloseable {
    static final String ADDRESS = "help@example.org";
    private static final ClientKeys KEYS = ClientKeys.make();
    private static final String SCOPE = "https://www.googleapis.com/auth/gmail.modify";

    final SteppedClock tokenClock = new SteppedClock();
    final TokenServer tokenServer = TokenServer.start(0, tokenClock);
    final GmailSimulator simulator = GmailSimulator.start(tokenServer.directory());
    final GmailMailbox box = simulator.mailbox(ADDRESS);
    final ProviderHttp http = new ProviderHttp(
            new HttpSettings(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(5), Optional.empty()));
    final GmailMail mail;
    final GmailWatches watches;
    private final HttpTokenEndpoints endpoints = Grants.http(tokenClock);

    GmailUnderTest() {
        tokenServer
                .directory()
                .addServiceAccount(
                        "robot@project.example",
                        "key-1",
                        KEYS.certificate().getPublicKey(),
                        Set.of(SCOPE),
                        Set.of("*"));
        OAuth grant = new OAuth.ServiceAccount(
                new TokenEndpoint(tokenServer.google(), SCOPE),
                "robot@project.example",
                "key-1",
                KEYS.privateKeyPem(),
                ADDRESS);
        Credentials credentials = id -> grant;
        var tokens = new CachedAccessTokens(endpoints, new UnusedRefreshTokens(), tokenClock);
        GmailServer server = new GmailServer(simulator.rootUrl());
        mail = new SdkGmailMail(credentials, tokens, http, server, InstantSource.system());
        watches = new SdkGmailWatches(credentials, tokens, http, server, InstantSource.system());
    }

    Mailbox mailbox(String... labels) {
        return mailboxOf(ADDRESS, labels);
    }

    static Mailbox mailboxOf(String address, String... labels) {
        return new Mailbox(
                UUID.randomUUID(),
                "default",
                address,
                new Connection.Gmail(address),
                labels.length == 0 ? List.of("INBOX") : List.of(labels),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
    }

    @Override
    public void close() {
        http.close();
        endpoints.close();
        simulator.close();
        tokenServer.close();
    }
}
