package dev.waybill.mailbox.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.Examination.Step;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.TrialTokens;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Examinations at the simulators: the steps in their order, and which one fails for what. */
@Timeout(60)
class ApiDoctorsTest {
    private static final String GRAPH = "help@contoso.example";
    private static final String GMAIL = Grants.USER;

    private final TokenServer tokenServer = TokenServer.start();
    private final GraphSimulator graph = GraphSimulator.start(tokenServer.directory());
    private final GmailSimulator gmail = GmailSimulator.start(tokenServer.directory());
    private final ProviderHttp http = new ProviderHttp(HttpSettings.defaults());
    private final HttpTokenEndpoints endpoints = Grants.http(InstantSource.system());
    private final MailboxDoctor doctor = new DoctorOfProvider(
            (subject, tokens) -> new Examination(List.of()),
            new GraphDoctor(http, new GraphServers(graph.baseUrl()), InstantSource.system()),
            new GmailDoctor(http, new GmailServer(gmail.rootUrl()), InstantSource.system()));
    private final OAuth microsoft = Grants.microsoft(tokenServer);

    @BeforeEach
    void connect() {
        graph.mailbox(GRAPH);
        gmail.mailbox(GMAIL);
    }

    @AfterEach
    void stop() {
        endpoints.close();
        http.close();
        gmail.close();
        graph.close();
        tokenServer.close();
    }

    @Test
    void soundGraphMailboxPassesEveryStep() {
        // When
        Examination examination = graph(microsoft, "inbox");

        // Then
        assertThat(names(examination)).containsExactly("token", "roles", "mailbox", "folder", "subscription");
        assertThat(examination.failure()).isEmpty();
        assertThat(examination.steps().getLast().mark()).isEqualTo(Mark.WARN);
    }

    @Test
    void eachCauseFailsAtItsOwnStepAndSaysWhatToDo() {
        // Given
        OAuth wrongSecret = new OAuth.ClientCredentials(
                microsoft.endpoint(), "app-1", new ClientProof.SharedSecret("wrong", ClientProof.Placement.BODY));

        // When
        Step token = failure(graph(wrongSecret, "inbox"));
        Step folder = failure(graph(microsoft, "Support"));
        Step password = failure(graph(new Secret.Password("x"), "inbox"));
        graph.mailbox(GRAPH).deny(true);
        Step denied = failure(graph(microsoft, "inbox"));
        graph.mailbox(GRAPH).deny(false);
        graph.mailbox(GRAPH).license(false);
        Step unlicensed = failure(graph(microsoft, "inbox"));

        // Then
        assertThat(token.name()).isEqualTo("token");
        assertThat(token.found()).contains("client secret is wrong");
        assertThat(folder.name()).isEqualTo("folder");
        assertThat(folder.found()).contains("'Support'");
        assertThat(password.name()).isEqualTo("token");
        assertThat(denied.name()).isEqualTo("mailbox");
        assertThat(denied.found()).contains("Mail.Read");
        assertThat(unlicensed.name()).isEqualTo("mailbox");
        assertThat(unlicensed.found()).contains("licence");
    }

    @Test
    void soundGmailMailboxPassesEveryStep() {
        // When
        Examination examination = gmail("https://www.googleapis.com/auth/gmail.readonly", GMAIL, "INBOX");

        // Then
        assertThat(names(examination)).containsExactly("token", "mailbox", "folder", "history");
        assertThat(examination.failure()).isEmpty();
    }

    @Test
    void labelsUsersAndServicesOfGmailFailAtTheirSteps() {
        // Given
        String scope = "https://www.googleapis.com/auth/gmail.readonly";

        // When
        Step label = failure(gmail(scope, GMAIL, "Nowhere"));
        Step other = failure(gmail(scope, "somebody@else.example", "INBOX"));
        gmail.mailbox(GMAIL).enable(false);
        Step off = failure(gmail(scope, GMAIL, "INBOX"));

        // Then
        assertThat(label.name()).isEqualTo("folder");
        assertThat(other.name()).isEqualTo("mailbox");
        assertThat(off.name()).isEqualTo("mailbox");
        assertThat(off.found()).contains("not switched on");
    }

    private Examination graph(Secret secret, String folder) {
        return doctor.examine(
                new Subject(
                        UUID.randomUUID(),
                        new Connection.Graph(GraphCloud.GLOBAL, GRAPH),
                        List.of(folder),
                        new AfterProcessing.Keep(),
                        secret),
                new TrialTokens(endpoints, InstantSource.system()));
    }

    private Examination gmail(String scope, String user, String label) {
        OAuth.RefreshToken signedIn = Grants.signedIn(tokenServer, tokenServer.google());
        OAuth grant = OAuth.RefreshToken.entered(
                new TokenEndpoint(tokenServer.google(), scope),
                signedIn.clientId(),
                signedIn.proof(),
                signedIn.token());
        return doctor.examine(
                new Subject(
                        UUID.randomUUID(),
                        new Connection.Gmail(user),
                        List.of(label),
                        new AfterProcessing.Keep(),
                        grant),
                new TrialTokens(endpoints, InstantSource.system()));
    }

    private static Step failure(Examination examination) {
        return examination.failure().orElseThrow();
    }

    private static List<String> names(Examination examination) {
        return examination.steps().stream().map(Step::name).toList();
    }
}
