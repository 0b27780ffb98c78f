package dev.waybill.mailbox.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.devstack.ClientKeys;
import dev.waybill.devstack.oauth.TokenFault;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.TokenEndpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HttpTokenEndpointsTest {
    private static ClientKeys keys;

    private final SteppedClock clock = new SteppedClock();
    private final TokenServer server = TokenServer.start(0, clock);
    private final HttpTokenEndpoints endpoints = Grants.http(clock);

    @BeforeAll
    static void makeKeys() {
        keys = ClientKeys.make();
    }

    @AfterEach
    void stop() {
        endpoints.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(ClientProof.Placement.class)
    void clientSecretGetsAToken(ClientProof.Placement placement) throws Exception {
        // Given
        Grants.microsoft(server);
        OAuth grant = Grants.client(server.strict(), Grants.secret(placement));

        // When
        TokenAnswer answer = endpoints.request(grant);

        // Then
        assertThat(server.directory().isGood(answer.accessToken(), "anybody@example.org"))
                .isTrue();
        assertThat(answer.lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(answer.refreshToken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ClientProof.Algorithm.class)
    void certificateGetsATokenAndEachAssertionIsNew(ClientProof.Algorithm algorithm) throws Exception {
        // Given
        OAuth grant = Grants.certificate(server, keys, algorithm);

        // When
        endpoints.request(grant);
        TokenAnswer second = endpoints.request(grant);

        // Then: the endpoint refuses an assertion that it saw before
        assertThat(server.directory().scopeOf(second.accessToken())).isEqualTo(Grants.SCOPE);
    }

    @Test
    void serviceAccountActsForItsMailbox() throws Exception {
        // Given
        OAuth grant = Grants.serviceAccount(server, keys);

        // When
        TokenAnswer answer = endpoints.request(grant);

        // Then
        assertThat(server.directory().isGood(answer.accessToken(), Grants.USER)).isTrue();
        assertThat(server.directory().isGood(answer.accessToken(), "other@example.org"))
                .isFalse();
    }

    @Test
    void refreshTokenIsExchangedForAnother() throws Exception {
        // Given
        OAuth.RefreshToken grant = Grants.signedIn(server, server.strict());

        // When
        TokenAnswer answer = endpoints.request(grant);

        // Then
        assertThat(answer.refreshToken())
                .hasValueSatisfying(next -> assertThat(next).isNotEqualTo(grant.token()));
        assertThat(refusal(grant)).hasMessageContaining("invalid_grant");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("the secret is wrong", "invalid_client, AADSTS7000215", (Break)
                        (s, g) -> s.directory().addApplication("app-1", "another")),
                Arguments.of("the secret expired", "invalid_client, AADSTS7000222", (Break)
                        (s, g) -> s.directory().expireSecret("app-1")),
                Arguments.of("the application is gone", "unauthorized_client, AADSTS700016", (Break)
                        (s, g) -> s.directory().removeApplication("app-1")));
    }

    /** What happened in the directory. */
    interface Break {
        void in(TokenServer server, OAuth grant);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusalOfAnApplicationNamesItsCodeAndHoldsTheMailbox(String what, String code, Break happened) {
        // Given
        OAuth grant = Grants.microsoft(server);
        happened.in(server, grant);

        // When
        MailboxAccessException failure = refusal(grant);

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.CREDENTIAL);
        assertThat(failure.reason()).isEqualTo("token_refused");
        assertThat(failure).hasMessageContaining(code).hasMessageContaining("/contoso.example/oauth2/v2.0/token");
    }

    @Test
    void scopeOutsideTheDelegationIsRefusedForGood() {
        // Given
        OAuth.ServiceAccount granted = Grants.serviceAccount(server, keys);
        OAuth grant = new OAuth.ServiceAccount(
                new TokenEndpoint(server.google(), "https://www.googleapis.com/auth/drive"),
                granted.email(),
                granted.keyId(),
                granted.privateKey(),
                granted.subject());

        // Then
        assertThat(refusal(grant))
                .hasMessageContaining("unauthorized_client")
                .hasMessageContaining("domain-wide delegation");
    }

    @Test
    void clockThatIsWrongIsNamed() {
        // Given
        OAuth grant = Grants.certificate(server, keys, ClientProof.Algorithm.RS256);
        HttpTokenEndpoints late = Grants.http(() -> clock.instant().minus(Duration.ofHours(2)));

        // When
        MailboxAccessException failure = catchThrowableOfType(MailboxAccessException.class, () -> late.request(grant));

        // Then
        assertThat(failure).hasMessageContaining("AADSTS700024").hasMessageContaining("clock");
        assertThat(failure.failureClass())
                .as("no other credential would do, and it works when the clock is right")
                .isEqualTo(FailureClass.TRANSIENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | text/html        | <html>oops</html>                                    |                               | TRANSIENT |
            503 | application/json | {"error":"temporarily_unavailable"}                  | 7                             | TRANSIENT | 7
            429 | application/json | {"error":"invalid_grant"}                            | 120                           | THROTTLED | 120
            429 | text/plain       | no                                                   | Tue, 01 Jan 2002 00:00:00 GMT | THROTTLED | 0
            403 | text/html        | <html>proxy</html>                                   |                               | TRANSIENT |
            404 | text/html        | nothing here                                         |                               | TRANSIENT |
            400 | application/json | {"error":"something_new"}                            |                               | TRANSIENT |
            400 | application/json | {"error":"invalid_grant","error_codes":[50196]}      |                               | THROTTLED |
            400 | application/json | {"error":"invalid_grant","error_codes":[1, 90033]}   |                               | TRANSIENT |
            401 | application/json | {"error":"invalid_client"}                           |                               | CREDENTIAL |
            400 | application/json | {"error":"invalid_grant","error_subtype":"invalid_rapt"} |                           | CREDENTIAL |
            200 | application/json | {"error":"invalid_grant"}                            |                               | CREDENTIAL |
            200 | application/json | {"token_type":"Bearer","expires_in":3600}            |                               | TRANSIENT |
            200 | application/json | {"access_token":"a b","expires_in":3600}             |                               | TRANSIENT |
            200 | application/json | {"access_token":"x","token_type":"mac"}              |                               | TRANSIENT |
            200 | text/html        | <html>login here</html>                              |                               | TRANSIENT |
            """)
    void answerIsClassedByItsCodes(
            int status, String type, String body, String retryAfter, FailureClass failureClass, Long seconds) {
        // Given
        OAuth grant = Grants.microsoft(server);
        server.failNext(new TokenFault.Answer(status, type, body, retryAfter == null ? "" : retryAfter));

        // When
        MailboxAccessException failure = refusal(grant);

        // Then
        assertThat(failure.failureClass()).isEqualTo(failureClass);
        assertThat(failure.retryAfter().map(Duration::toSeconds).orElse(null)).isEqualTo(seconds);
    }

    @Test
    void lifetimeInQuotesIsRead() throws Exception {
        // Given
        OAuth grant = Grants.microsoft(server);
        server.failNext(
                new TokenFault.Answer(200, "application/json", "{\"access_token\":\"x\",\"expires_in\":\"1800\"}", ""));

        // Then
        assertThat(endpoints.request(grant).lifetime()).isEqualTo(Duration.ofMinutes(30));
    }

    static Stream<TokenFault> brokenAnswers() {
        return Stream.of(
                new TokenFault.Silence(),
                new TokenFault.Drip(),
                new TokenFault.LostAnswer(),
                new TokenFault.Answer(200, "application/json", " ".repeat(300_000) + "{}", ""));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void answerThatNeverEndsOrIsTooLargeIsGivenUp(TokenFault fault) {
        // Given
        OAuth grant = Grants.microsoft(server);
        server.failNext(fault);
        HttpTokenEndpoints impatient = Grants.http(clock, new HostPolicy(true), Duration.ofMillis(700));

        // When
        MailboxAccessException failure =
                catchThrowableOfType(MailboxAccessException.class, () -> impatient.request(grant));

        // Then
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.reason()).isEqualTo("token_unavailable");
    }

    @Test
    void redirectIsNotFollowed() {
        // Given
        OAuth grant = Grants.microsoft(server);
        try (TokenServer elsewhere = TokenServer.start()) {
            server.failNext(new TokenFault.Redirect(elsewhere.strict()));

            // When
            MailboxAccessException failure = refusal(grant);

            // Then
            assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
            assertThat(elsewhere.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"http://169.254.169.254/token", "https://10.0.0.1/token", "http://127.0.0.1:1/token"})
    void hostInOurOwnNetworkIsNotAsked(String endpoint) {
        // Given
        OAuth grant = Grants.client(URI.create(endpoint), Grants.secret(ClientProof.Placement.BODY));
        HttpTokenEndpoints strict = Grants.http(clock, new HostPolicy(false), Duration.ofSeconds(1));

        // Then
        assertThat(catchThrowableOfType(MailboxAccessException.class, () -> strict.request(grant)))
                .hasMessageContaining("not on the public Internet");
    }

    @Test
    void plainHttpIsForDevelopmentOnly() {
        // Given
        OAuth grant = Grants.client(URI.create("http://192.0.2.1/token"), Grants.secret(ClientProof.Placement.BODY));
        HttpTokenEndpoints strict = Grants.http(clock, new HostPolicy(false), Duration.ofSeconds(1));

        // Then
        assertThat(catchThrowableOfType(MailboxAccessException.class, () -> strict.request(grant)))
                .hasMessageContaining("use https");
    }

    @Test
    void noMessageHoldsASecret() {
        // Given: an endpoint that repeats what it was sent
        OAuth.RefreshToken grant = Grants.signedIn(server, server.strict());
        server.failNext(new TokenFault.Answer(
                400,
                "application/json",
                "{\"error\":\"invalid_grant\",\"error_description\":\"" + grant.token() + " " + Grants.SECRET + "\"}",
                ""));

        // When
        MailboxAccessException failure = refusal(grant);

        // Then
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace + " " + grant + " " + grant.proof()).doesNotContain(grant.token(), Grants.SECRET);
    }

    private MailboxAccessException refusal(OAuth grant) {
        return catchThrowableOfType(MailboxAccessException.class, () -> endpoints.request(grant));
    }
}
