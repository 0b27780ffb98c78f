package dev.waybill.consumer.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.consumer.admin.Problem.FieldProblem;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxRequestTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void theLeastThatIsNeededGetsTheUsualRest() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@example.com","imap":{"host":"imap.example.com"},"password":" s3cret "}
            """);

        // When
        NewMailbox wanted = MailboxRequest.read(body, NOW);

        // Then
        assertThat(wanted)
                .isEqualTo(new NewMailbox(
                        "default",
                        "help@example.com",
                        new Connection.Imap("imap.example.com", 993, Connection.Security.TLS, "help@example.com"),
                        List.of("INBOX"),
                        NOW,
                        new AfterProcessing.Keep(),
                        new Secret.Password(" s3cret ")));
    }

    @Test
    void microsoftApplicationNeedsFourFields() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@contoso.com",
             "oauth":{"provider":"microsoft","tenant":"contoso.com","clientId":"app-1","clientSecret":"s3cret"}}
            """);

        // When
        NewMailbox wanted = MailboxRequest.read(body, NOW);

        // Then
        assertThat(wanted.connection())
                .isEqualTo(
                        new Connection.Imap("outlook.office365.com", 993, Connection.Security.TLS, "help@contoso.com"));
        assertThat(wanted.secret())
                .isEqualTo(new OAuth.ClientCredentials(
                        new TokenEndpoint(
                                URI.create("https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token"),
                                "https://outlook.office365.com/.default"),
                        "app-1",
                        new ClientProof.SharedSecret("s3cret", ClientProof.Placement.BODY)));
        assertThat(wanted.toString()).doesNotContain("s3cret");
    }

    @Test
    void graphMailboxIsOfItsCloud() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@contoso.us","graph":{"cloud":"us_gov"},
             "oauth":{"tenant":"contoso.us","clientId":"app-1","clientSecret":"s3cret"}}
            """);

        // When
        NewMailbox wanted = MailboxRequest.read(body, NOW);

        // Then
        assertThat(wanted.connection()).isEqualTo(new Connection.Graph(GraphCloud.US_GOV, "help@contoso.us"));
        assertThat(wanted.folders()).containsExactly("inbox");
        assertThat(((OAuth) wanted.secret()).endpoint())
                .isEqualTo(new TokenEndpoint(
                        URI.create("https://login.microsoftonline.us/contoso.us/oauth2/v2.0/token"),
                        "https://graph.microsoft.us/.default"));
    }

    @Test
    void scopeFollowsFromWhatIsDoneWithProcessedMails() throws Exception {
        // Given
        JsonNode reading = json("""
            {"address":"a@contoso.com","graph":{},
             "oauth":{"clientId":"app-1","refreshToken":"r"}}
            """);
        JsonNode writing = json("""
            {"address":"a@contoso.com","graph":{},"afterProcessing":"mark_seen",
             "oauth":{"clientId":"app-1","refreshToken":"r"}}
            """);

        // Then
        assertThat(scope(reading)).isEqualTo("https://graph.microsoft.com/Mail.Read offline_access");
        assertThat(scope(writing)).isEqualTo("https://graph.microsoft.com/Mail.ReadWrite offline_access");
    }

    private static String scope(JsonNode body) {
        return ((OAuth) MailboxRequest.read(body, NOW).secret()).endpoint().scope();
    }

    @Test
    void gmailMailboxIsReadByAPersonsToken() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@example.org","gmail":{},
             "oauth":{"clientId":"app-1","clientSecret":"s3cret","refreshToken":"r"}}
            """);

        // When
        NewMailbox wanted = MailboxRequest.read(body, NOW);

        // Then
        assertThat(wanted.connection()).isEqualTo(new Connection.Gmail("help@example.org"));
        assertThat(((OAuth) wanted.secret()).endpoint())
                .isEqualTo(new TokenEndpoint(URI.create("https://oauth2.googleapis.com/token"), ""));
    }

    @Test
    void whatDoesNotFitTheProviderIsNamed() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"a@b.example","graph":{"cloud":"mars","host":"x"},"gmail":{},"password":"x"}
            """);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> MailboxRequest.read(body, NOW));

        // Then
        assertThat(refusal.problem().fields())
                .extracting(FieldProblem::field)
                .contains("graph.cloud", "graph.host", "gmail", "password", "oauth");
    }

    @Test
    void wrongGrantIsNamedFieldByField() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@contoso.com","password":"x",
             "oauth":{"provider":"google","clientSecret":7,"colour":"red"}}
            """);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> MailboxRequest.read(body, NOW));

        // Then
        assertThat(refusal.problem().fields())
                .extracting(f -> f.field())
                .contains("password", "oauth.clientId", "oauth.clientSecret", "oauth.colour");
    }

    @Test
    void everythingMayBeSaid() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"help@example.com","tenant":"acme","folders":["INBOX","Sales","INBOX"],"since":"7d",
             "imap":{"host":"localhost","port":3143,"security":"none","username":"help"},"password":"x",
             "afterProcessing":"move:Done"}
            """);

        // When
        NewMailbox wanted = MailboxRequest.read(body, NOW);

        // Then
        assertThat(wanted.tenant()).isEqualTo("acme");
        assertThat(wanted.folders()).containsExactly("INBOX", "Sales");
        assertThat(wanted.startAt()).isEqualTo(NOW.minus(Duration.ofDays(7)));
        assertThat(wanted.connection())
                .isEqualTo(new Connection.Imap("localhost", 3143, Connection.Security.NONE, "help"));
        assertThat(wanted.afterProcessing()).isEqualTo(new AfterProcessing.Move("Done"));
    }

    @Test
    void startOfMailIsNowAllAMomentOrAnAge() {
        // Then
        assertThat(Moments.since("now", NOW)).contains(NOW);
        assertThat(Moments.since("all", NOW)).contains(Instant.EPOCH);
        assertThat(Moments.since("2026-01-31T08:00:00Z", NOW)).contains(Instant.parse("2026-01-31T08:00:00Z"));
        assertThat(Moments.since("36h", NOW)).contains(NOW.minus(Duration.ofHours(36)));
        assertThat(Moments.since("999999999d", NOW)).contains(Instant.EPOCH);
        assertThat(Moments.since("yesterday", NOW)).isEmpty();
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() throws Exception {
        // Given
        JsonNode body = json("""
            {"address":"no address","tenant":"a/b","folders":[],"since":"soon",
             "imap":{"port":70000,"security":"ssl","user":"x"},"password":"","afterProcessing":"burn","colour":"red"}
            """);

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> MailboxRequest.read(body, NOW));

        // Then
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.problem().fields())
                .extracting(FieldProblem::field)
                .containsExactlyInAnyOrder(
                        "address",
                        "tenant",
                        "folders",
                        "since",
                        "imap.host",
                        "imap.port",
                        "imap.security",
                        "imap.user",
                        "password",
                        "afterProcessing",
                        "colour");
    }

    @Test
    void noMessageShowsThePassword() throws Exception {
        // Given
        JsonNode body = json("{\"address\":\"a@b.example\",\"imap\":{},\"password\":\"topsecret\"}");

        // When
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> MailboxRequest.read(body, NOW));

        // Then
        assertThat(refusal.problem().toString()).doesNotContain("topsecret").contains("imap.host");
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
