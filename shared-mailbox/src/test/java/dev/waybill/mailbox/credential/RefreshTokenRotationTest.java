package dev.waybill.mailbox.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.oauth.TokenFault;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AccessToken;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.registry.RegistryDatabase;
import dev.waybill.mailbox.registry.RegistrySchema;
import dev.waybill.mailbox.token.CachedAccessTokens;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.RefreshTokens;
import dev.waybill.mailbox.token.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At an endpoint that ends the whole grant when it sees a refresh token twice. */
@Timeout(120)
class RefreshTokenRotationTest {
    private static final SecretBox BOX = Keysets.open(Optional.of(Keysets.generate()), Optional.empty());
    private static RegistryDatabase database;

    private final SteppedClock clock = new SteppedClock();
    private final TokenServer server = TokenServer.start(0, clock);
    private final HttpTokenEndpoints http = Grants.http(clock);

    @BeforeAll
    static void startPostgres() {
        database = RegistryDatabase.fresh();
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void twoProcessesThatRenewAtOnceDoNotEndTheGrant() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.strict()));
        CachedAccessTokens listener = process(database.source());
        CachedAccessTokens consumer = process(database.source());

        for (int hour = 0; hour < 5; hour++) {
            // When
            List<Future<AccessToken>> all = new ArrayList<>();
            try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 10; i++) {
                    CachedAccessTokens process = i % 2 == 0 ? listener : consumer;
                    all.add(crowd.submit(() -> process.get(mailbox.id(), stored(mailbox))));
                }
            }

            // Then
            for (Future<AccessToken> one : all) {
                assertThat(server.directory().isGood(one.get().value(), Grants.USER))
                        .isTrue();
            }
            clock.step(Duration.ofHours(1));
        }
        assertThat(server.asked()).hasSize(10);
    }

    @Test
    void rotationDisturbsNoWatcher() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.strict()));

        // When
        process(database.source()).get(mailbox.id(), stored(mailbox));

        // Then: another token of the same family, and the same version of the mailbox
        assertThat(database.registry(BOX).find(mailbox.id())).contains(mailbox);
        assertThat(stored(mailbox).token()).isNotEqualTo(entered(mailbox));
    }

    @Test
    void credentialEnteredDuringAnExchangeStays() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.strict()));
        RefreshTokens own = new PostgresRefreshTokens(database.source(), BOX);
        RefreshTokens.Held held = (RefreshTokens.Held) own.claim(mailbox.id(), Duration.ofMinutes(1));
        OAuth.RefreshToken entered = Grants.signedIn(server, server.strict());

        // When
        new TinkCredentials(database.source(), BOX).replace(mailbox.id(), entered);
        boolean stored = own.store(held, held.token().exchangedFor("of the old grant"));

        // Then
        assertThat(stored).isFalse();
        assertThat(stored(mailbox)).isEqualTo(entered);
        assertThat(server.directory()
                        .isGood(
                                process(database.source())
                                        .get(mailbox.id(), entered)
                                        .value(),
                                Grants.USER))
                .isTrue();
    }

    @Test
    void claimOfAProcessThatDiedEndsByItself() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.strict()));
        RefreshTokens dead = new PostgresRefreshTokens(database.source(), BOX);
        RefreshTokens next = new PostgresRefreshTokens(database.source(), BOX);

        // When
        dead.claim(mailbox.id(), Duration.ofMillis(1_500));
        RefreshTokens.Claim meanwhile = next.claim(mailbox.id(), Duration.ofSeconds(1));
        AccessToken token = process(database.source()).get(mailbox.id(), stored(mailbox));

        // Then
        assertThat(meanwhile).isInstanceOf(RefreshTokens.Busy.class);
        assertThat(server.directory().isGood(token.value(), Grants.USER)).isTrue();
    }

    @Test
    void answerLostOnTheWayLeavesTheOldTokenWhereTheProviderStillTakesIt() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.microsoft("contoso.example")));
        CachedAccessTokens process = process(database.source());
        server.failNext(new TokenFault.LostAnswer());

        // When
        MailboxAccessException lost = failure(process, mailbox);
        clock.step(Duration.ofSeconds(2));
        AccessToken token = process.get(mailbox.id(), stored(mailbox));

        // Then
        assertThat(lost.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(server.directory().isGood(token.value(), Grants.USER)).isTrue();
    }

    @Test
    void answerLostOnTheWayOfAStrictProviderAsksForAPerson() throws Exception {
        // Given
        Mailbox mailbox = connected(database.source(), Grants.signedIn(server, server.strict()));
        CachedAccessTokens process = process(database.source());
        server.failNext(new TokenFault.LostAnswer());

        // When
        failure(process, mailbox);
        clock.step(Duration.ofSeconds(2));
        MailboxAccessException then = failure(process, mailbox);

        // Then
        assertThat(then.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
        assertThat(then).hasMessageContaining("sign in again");
    }

    @Test
    void newTokenThatPostgresDoesNotTakeIsKeptAndStoredLater() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(PostgresServer.Options.temporary())) {
            // Given
            DataSource source = RegistryDatabase.source(postgres.jdbcUrl(), postgres.user(), postgres.password());
            RegistrySchema.migrate(source);
            OAuth.RefreshToken entered = Grants.signedIn(server, server.strict());
            Mailbox mailbox = connected(source, entered);
            CachedAccessTokens process = new CachedAccessTokens(
                    grant -> {
                        var answer = http.request(grant);
                        postgres.stop();
                        return answer;
                    },
                    new PostgresRefreshTokens(source, BOX),
                    clock);

            // When
            AccessToken token = process.get(mailbox.id(), entered);
            postgres.restart();
            process.flush();

            // Then
            assertThat(server.directory().isGood(token.value(), Grants.USER)).isTrue();
            OAuth.RefreshToken now = (OAuth.RefreshToken) new TinkCredentials(source, BOX).open(mailbox.id());
            assertThat(now.token()).isNotEqualTo(entered.token());
            assertThat(http.request(now).accessToken()).isNotEmpty();
        }
    }

    private CachedAccessTokens process(DataSource source) {
        return new CachedAccessTokens(http, new PostgresRefreshTokens(source, BOX), clock);
    }

    private Mailbox connected(DataSource source, OAuth grant) {
        NewMailbox like = RegistryDatabase.newMailbox("x");
        return new RegistryDatabase(source)
                .registry(BOX)
                .add(new NewMailbox(
                        like.tenant(),
                        like.address(),
                        like.connection(),
                        like.folders(),
                        like.startAt(),
                        like.afterProcessing(),
                        grant));
    }

    private OAuth.RefreshToken stored(Mailbox mailbox) throws MailboxAccessException {
        return (OAuth.RefreshToken) new TinkCredentials(database.source(), BOX).open(mailbox.id());
    }

    private String entered(Mailbox mailbox) throws MailboxAccessException {
        return stored(mailbox).family();
    }

    private MailboxAccessException failure(CachedAccessTokens process, Mailbox mailbox) throws MailboxAccessException {
        OAuth grant = stored(mailbox);
        return catchThrowableOfType(MailboxAccessException.class, () -> process.get(mailbox.id(), grant));
    }
}
