package dev.waybill.mailbox.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.graph.GraphSimulator;
import dev.waybill.devstack.http.LoopbackHttp;
import dev.waybill.devstack.http.Reply;
import dev.waybill.devstack.oauth.TokenServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.ClientProof;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Examination;
import dev.waybill.mailbox.Examination.Mark;
import dev.waybill.mailbox.Examination.Step;
import dev.waybill.mailbox.GraphCloud;
import dev.waybill.mailbox.GraphSubscriptions;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.MailboxDoctor;
import dev.waybill.mailbox.MailboxDoctor.Subject;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.TokenEndpoint;
import dev.waybill.mailbox.gmail.GmailServer;
import dev.waybill.mailbox.graph.GraphServers;
import dev.waybill.mailbox.graph.SdkGraphMail;
import dev.waybill.mailbox.graph.SdkGraphSubscriptions;
import dev.waybill.mailbox.http.HttpSettings;
import dev.waybill.mailbox.http.ProviderHttp;
import dev.waybill.mailbox.http.ValidationCall;
import dev.waybill.mailbox.push.PushState;
import dev.waybill.mailbox.token.Grants;
import dev.waybill.mailbox.token.HttpTokenEndpoints;
import dev.waybill.mailbox.token.TrialTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
    private static final String READONLY = "https://www.googleapis.com/auth/gmail.readonly";

    private final TokenServer tokenServer = TokenServer.start();
    private final GraphSimulator graph = GraphSimulator.start(tokenServer.directory());
    private final GmailSimulator gmail = GmailSimulator.start(tokenServer.directory());
    private final ProviderHttp http = new ProviderHttp(HttpSettings.defaults());
    private final HttpTokenEndpoints endpoints = Grants.http(InstantSource.system());
    private final WrittenRecords records = new WrittenRecords();
    private final LoopbackHttp webhook = LoopbackHttp.bind("a webhook", 0);
    private volatile int webhookStatus = 200;
    private final UUID mailbox = UUID.randomUUID();
    private final MailboxDoctor doctor = new DoctorOfProvider(
            (subject, tokens) -> new Examination(List.of()),
            new GraphDoctor(
                    http,
                    new GraphServers(graph.baseUrl()),
                    records.read(),
                    new ValidationCall(),
                    InstantSource.system()),
            new GmailDoctor(http, new GmailServer(gmail.rootUrl()), records.read(), InstantSource.system()));
    private final OAuth microsoft = Grants.microsoft(tokenServer);

    @BeforeEach
    void connect() {
        graph.mailbox(GRAPH);
        gmail.mailbox(GMAIL);
        webhook.serve(
                call -> Reply.text(webhookStatus, call.query("validationToken").getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void stop() {
        endpoints.close();
        http.close();
        webhook.close();
        gmail.close();
        graph.close();
        tokenServer.close();
    }

    @Test
    void soundGraphMailboxPassesEveryStep() {
        // When
        Examination examination = graph(microsoft, "inbox");

        // Then
        assertThat(names(examination)).containsExactly("token", "roles", "mailbox", "folder", "subscription", "push");
        assertThat(examination.failure()).isEmpty();
        assertThat(step(examination, "subscription").mark()).isEqualTo(Mark.WARN);
        assertThat(examination.steps().getLast().mark()).isEqualTo(Mark.SKIPPED);
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
        Examination examination = gmail(READONLY, GMAIL, "INBOX");

        // Then
        assertThat(names(examination)).containsExactly("token", "scopes", "mailbox", "folder", "history", "watch");
        assertThat(examination.failure()).isEmpty();
        assertThat(examination.steps().getLast().mark()).isEqualTo(Mark.WARN);
    }

    @Test
    void labelsUsersAndServicesOfGmailFailAtTheirSteps() {
        // Given
        String scope = READONLY;

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

    @Test
    void addressThatGraphCallsIsCalled() throws Exception {
        // Given
        subscribe();
        records.pushedAt(mailbox, "inbox", Instant.now().plus(Duration.ofDays(5)), Instant.now());

        // When
        Examination reached = graph(microsoft, "inbox");
        webhookStatus = 302;
        Step redirected = failure(graph(microsoft, "inbox"));
        webhookStatus = 200;
        records.state(mailbox, state -> state.in(PushState.Mode.POLLING, "silent", Instant.now()));
        Step silent = failure(graph(microsoft, "inbox"));
        webhook.close();
        Step down = failure(graph(microsoft, "inbox"));

        // Then
        assertThat(reached.failure()).isEmpty();
        assertThat(step(reached, "subscription").mark()).isEqualTo(Mark.OK);
        assertThat(step(reached, "push").found()).contains("/webhooks/microsoft answers", "the last push came at");
        assertThat(redirected.name()).isEqualTo("push");
        assertThat(redirected.found()).contains("302", "login page").doesNotContain("channel=");
        assertThat(silent.name()).isEqualTo("push");
        assertThat(silent.found()).contains("no push told of", "stands before it");
        assertThat(down.name()).isEqualTo("push");
        assertThat(down.found()).contains("cannot be called");
    }

    @Test
    void subscriptionThatCannotBeMadeFailsWithTheWordsOfTheUpkeep() {
        // Given
        records.state(
                mailbox, state -> state.failed("Graph cannot call the address", true, Optional.empty(), Instant.now()));

        // When
        Step failure = failure(graph(microsoft, "inbox"));

        // Then
        assertThat(failure.name()).isEqualTo("subscription");
        assertThat(failure.found()).contains("Graph cannot call the address");
    }

    @Test
    void mailboxThatIsPolledByChoiceIsWellAndSaysHowToHaveItPushed() {
        // Given
        records.state(mailbox, state -> state.in(PushState.Mode.POLLING, "no_public_url", Instant.now()));

        // When
        Examination graphs = graph(microsoft, "inbox");
        records.state(mailbox, state -> state.in(PushState.Mode.POLLING, "no_topic", Instant.now()));
        Examination gmails = gmail(READONLY, GMAIL, "INBOX");

        // Then
        assertThat(graphs.failure()).isEmpty();
        assertThat(step(graphs, "push").found()).contains("waybill.ingress.public-url");
        assertThat(gmails.failure()).isEmpty();
        assertThat(step(gmails, "watch").found()).contains("waybill.ingress.google.topic");
    }

    @Test
    void scopesThatOpenNoMailFailBeforeTheMailboxIsTried() {
        // When
        Step metadata = failure(gmail("https://www.googleapis.com/auth/gmail.metadata", GMAIL, "INBOX"));
        Step moves = step(gmail(READONLY, GMAIL, "INBOX", new AfterProcessing.MarkSeen()), "scopes");
        Step everything = step(gmail("https://mail.google.com/ openid", GMAIL, "INBOX"), "scopes");

        // Then
        assertThat(metadata.name()).isEqualTo("scopes");
        assertThat(metadata.found()).contains("gmail.metadata", "gmail.readonly");
        assertThat(moves.mark()).isEqualTo(Mark.WARN);
        assertThat(moves.found()).contains("gmail.modify");
        assertThat(everything.mark()).isEqualTo(Mark.OK);
    }

    @Test
    void pushThatTheWatchShouldHaveCausedIsMissed() {
        // Given
        Instant now = Instant.now();
        Instant madeLongAgo = now.minus(Duration.ofHours(3)).plus(Duration.ofDays(7));

        // When
        records.pushedAt(mailbox, "", now.plus(Duration.ofDays(7)), null);
        Step early = step(gmail(READONLY, GMAIL, "INBOX"), "push");
        records.pushedAt(mailbox, "", madeLongAgo, null);
        Step never = failure(gmail(READONLY, GMAIL, "INBOX"));
        records.pushedAt(mailbox, "", madeLongAgo, now.minus(Duration.ofDays(1)));
        Step before = failure(gmail(READONLY, GMAIL, "INBOX"));
        records.pushedAt(mailbox, "", madeLongAgo, now.minus(Duration.ofHours(2)));
        Examination pushed = gmail(READONLY, GMAIL, "INBOX");

        // Then
        assertThat(early.mark()).isEqualTo(Mark.WARN);
        assertThat(List.of(never.name(), before.name())).containsOnly("push");
        assertThat(never.found()).contains("gmail-api-push@system.gserviceaccount.com", "audience");
        assertThat(pushed.failure()).isEmpty();
        assertThat(step(pushed, "watch").mark()).isEqualTo(Mark.OK);
        assertThat(step(pushed, "push").found()).contains("the last push came at");
    }

    @Test
    void watchThatEndedOrCannotBeRenewedIsToldWithTheWordsOfTheUpkeep() {
        // Given
        Instant now = Instant.now();
        records.state(mailbox, state -> state.failed("the topic is not there", false, Optional.empty(), now));

        // When
        records.pushedAt(mailbox, "", now.plus(Duration.ofDays(2)), now);
        Step renewal = step(gmail(READONLY, GMAIL, "INBOX"), "watch");
        records.pushedAt(mailbox, "", now.minusSeconds(1), now);
        Step ended = failure(gmail(READONLY, GMAIL, "INBOX"));

        // Then
        assertThat(renewal.mark()).isEqualTo(Mark.WARN);
        assertThat(renewal.found()).contains("the topic is not there");
        assertThat(ended.name()).isEqualTo("watch");
        assertThat(ended.found()).contains("the topic is not there");
    }

    @Test
    void databaseThatDoesNotAnswerIsNoFaultOfTheMailbox() {
        // Given
        records.away = true;

        // Then
        assertThat(graph(microsoft, "inbox").failure()).isEmpty();
        assertThat(gmail(READONLY, GMAIL, "INBOX").failure()).isEmpty();
    }

    private void subscribe() throws MailboxAccessException {
        var subscriptions = new SdkGraphSubscriptions(
                id -> microsoft,
                new TrialTokens(endpoints, InstantSource.system()),
                http,
                new GraphServers(graph.baseUrl()),
                InstantSource.system());
        Mailbox at = new Mailbox(
                mailbox,
                "default",
                GRAPH,
                new Connection.Graph(GraphCloud.GLOBAL, GRAPH),
                List.of("inbox"),
                Instant.EPOCH,
                false,
                new AfterProcessing.Keep(),
                1);
        var mail = new SdkGraphMail(
                id -> microsoft,
                new TrialTokens(endpoints, InstantSource.system()),
                http,
                new GraphServers(graph.baseUrl()),
                InstantSource.system());
        subscriptions.create(
                at,
                new GraphSubscriptions.Wanted(
                        mail.folder(at, "inbox"),
                        webhook.address("/webhooks/microsoft?channel=1"),
                        webhook.address("/webhooks/microsoft/lifecycle?channel=1"),
                        "a secret",
                        Instant.now().plus(Duration.ofDays(6))));
    }

    private Examination graph(Secret secret, String folder) {
        return doctor.examine(
                new Subject(
                        mailbox,
                        new Connection.Graph(GraphCloud.GLOBAL, GRAPH),
                        List.of(folder),
                        new AfterProcessing.Keep(),
                        secret),
                new TrialTokens(endpoints, InstantSource.system()));
    }

    private Examination gmail(String scope, String user, String label) {
        return gmail(scope, user, label, new AfterProcessing.Keep());
    }

    private Examination gmail(String scope, String user, String label, AfterProcessing after) {
        OAuth.RefreshToken signedIn = Grants.signedIn(tokenServer, tokenServer.google());
        OAuth grant = OAuth.RefreshToken.entered(
                new TokenEndpoint(tokenServer.google(), scope),
                signedIn.clientId(),
                signedIn.proof(),
                signedIn.token());
        return doctor.examine(
                new Subject(mailbox, new Connection.Gmail(user), List.of(label), after, grant),
                new TrialTokens(endpoints, InstantSource.system()));
    }

    private static Step step(Examination examination, String name) {
        return examination.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Step failure(Examination examination) {
        return examination.failure().orElseThrow();
    }

    private static List<String> names(Examination examination) {
        return examination.steps().stream().map(Step::name).toList();
    }
}
