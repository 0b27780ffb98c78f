package dev.waybill.devstack.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waybill.devstack.graph.GraphClient.Seen;
import dev.waybill.devstack.http.Fault;
import dev.waybill.devstack.oauth.TokenServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphSimulatorTest {
    private static final String HELP = "help@contoso.example";
    private static final String INBOX = "/users/" + HELP + "/mailFolders/inbox/messages";
    private static final String IMMUTABLE = "IdType=\"ImmutableId\"";

    private TokenServer tokens;
    private GraphSimulator graph;
    private GraphClient client;
    private Subscriber subscriber;
    private GraphMailbox help;

    @BeforeEach
    void start() throws Exception {
        tokens = TokenServer.start();
        graph = GraphSimulator.start(
                0,
                tokens.directory(),
                InstantSource.system(),
                NotificationPlan.reliable().repeatingAfter(Duration.ofMillis(20)));
        client = GraphClient.application(graph, tokens);
        subscriber = new Subscriber();
        help = graph.mailbox(HELP);
    }

    @AfterEach
    void stop() {
        client.close();
        subscriber.close();
        graph.close();
        tokens.close();
    }

    // Who may

    @Test
    void badTokenIsRefusedBeforeAnythingIsLookedUp() throws Exception {
        try (GraphClient stranger = GraphClient.withToken(graph, "forged")) {
            // When
            Seen known = stranger.get("/users/" + HELP);
            Seen unknown = stranger.get("/users/nobody@contoso.example");

            // Then
            assertThat(List.of(known.status(), unknown.status())).containsOnly(401);
            assertThat(known.code()).isEqualTo("InvalidAuthenticationToken");
            assertThat(known.response().headers().firstValue("WWW-Authenticate"))
                    .isPresent();
        }
    }

    @Test
    void mailboxesThatCannotBeReadSayWhy() throws Exception {
        // Given
        graph.mailbox("closed@contoso.example").deny(true);
        graph.mailbox("unlicensed@contoso.example").license(false);

        // When
        Seen denied = client.get("/users/closed@contoso.example/messages");
        Seen unlicensed = client.get("/users/unlicensed@contoso.example/messages");
        Seen unknown = client.get("/users/nobody@contoso.example/messages");
        Seen me = client.get("/me/messages");

        // Then
        assertThat(List.of(denied.status(), unlicensed.status(), unknown.status(), me.status()))
                .containsExactly(403, 404, 404, 400);
        assertThat(List.of(denied.code(), unlicensed.code(), unknown.code()))
                .containsExactly("ErrorAccessDenied", "MailboxNotEnabledForRESTAPI", "ErrorInvalidUser");
    }

    // Ids

    @Test
    void mutableIdEndsWithAMoveAndImmutableIdDoesNot() throws Exception {
        // Given
        String immutable = help.deliver(mail(1));
        String mutable = client.get(INBOX).firstId();

        // When
        help.move(immutable, "archive");

        // Then
        assertThat(mutable).isNotEqualTo(immutable);
        assertThat(client.get("/users/" + HELP + "/messages/" + mutable).code()).isEqualTo("ErrorItemNotFound");
        assertThat(client.get("/users/" + HELP + "/messages/" + immutable, IMMUTABLE)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void immutableIdIsNoIdWithoutThePreference() throws Exception {
        // Given
        String immutable = help.deliver(mail(1));

        // When
        Seen seen = client.get("/users/" + HELP + "/messages/" + immutable);

        // Then
        assertThat(seen.status()).isEqualTo(404);
    }

    @Test
    void mimeComesAsItWasDelivered() throws Exception {
        // Given
        byte[] raw = mail(7);
        String id = help.deliver(raw);

        // When
        Seen seen = client.get("/users/" + HELP + "/messages/" + id + "/$value", IMMUTABLE);

        // Then
        assertThat(seen.response().body()).isEqualTo(raw);
        assertThat(seen.response().headers().firstValue("Content-Type")).hasValue("text/plain");
    }

    // Lists

    @Test
    void listIsReadInPagesThatLinkOn() throws Exception {
        // Given
        Set<String> delivered = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            delivered.add(help.deliver(mail(i)));
        }

        // When
        Set<String> listed = new HashSet<>();
        int pages = 0;
        for (String link = INBOX + "?$select=id,receivedDateTime"; !link.isEmpty(); pages++) {
            Seen page = client.get(link, IMMUTABLE);
            page.json().path("value").forEach(m -> listed.add(m.path("id").asText()));
            link = page.next();
        }

        // Then
        assertThat(listed).isEqualTo(delivered);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void windowIsBoundedByTheTimeOfReceipt() throws Exception {
        // Given
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        help.deliver(mail(1), "inbox", now.minus(Duration.ofDays(2)));
        String recent = help.deliver(mail(2), "inbox", now);

        // When
        Seen seen = client.get(
                INBOX + "?$filter=receivedDateTime%20ge%20" + now.minusSeconds(60) + "&$top=1000", IMMUTABLE);

        // Then
        assertThat(seen.json().path("value")).hasSize(1);
        assertThat(seen.firstId()).isEqualTo(recent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?$filter=subject%20eq%20'x'",
                "?$filter=receivedDateTime%20ge%20yesterday",
                "?$top=1001",
                "?$select=body",
                "?$search=x",
                "/not-an-id",
            })
    void whatIsNotSupportedIsRefused(String what) throws Exception {
        assertThat(client.get(INBOX + what).status()).isEqualTo(400);
    }

    // Delta

    @Test
    void deltaShowsEverythingOnceAndThenWhatChanged() throws Exception {
        // Given
        String first = help.deliver(mail(1));
        Seen round = client.get(INBOX + "/delta?$select=id", IMMUTABLE, "odata.maxpagesize=50");

        // When
        String second = help.deliver(mail(2));
        help.delete(first);
        Seen changes = client.get(round.deltaLink(), IMMUTABLE);

        // Then
        assertThat(round.firstId()).isEqualTo(first);
        assertThat(changes.json().path("value")).hasSize(2);
        assertThat(changes.json().at("/value/0/id").asText()).isEqualTo(second);
        assertThat(changes.json().at("/value/1/@removed/reason").asText()).isEqualTo("deleted");
        assertThat(client.get(changes.deltaLink(), IMMUTABLE).json().path("value"))
                .isEmpty();
    }

    @Test
    void whatMovedAwayAndBackWithinARoundOnlyShowsThatItWent() throws Exception {
        // Given
        String id = help.deliver(mail(1));
        String link = client.get(INBOX + "/delta", IMMUTABLE).deltaLink();

        // When
        help.move(id, "archive");
        help.move(id, "inbox");
        Seen changes = client.get(link, IMMUTABLE);

        // Then
        assertThat(changes.json().path("value")).hasSize(1);
        assertThat(changes.json().at("/value/0/@removed/reason").asText()).isEqualTo("changed");
    }

    @Test
    void expiredDeltaTokenAsksForANewRound() throws Exception {
        // Given
        String link = client.get(INBOX + "/delta", IMMUTABLE).deltaLink();

        // When
        graph.expireDeltaTokens();
        Seen seen = client.get(link, IMMUTABLE);

        // Then
        assertThat(seen.status()).isEqualTo(410);
        assertThat(seen.code()).isEqualTo("SyncStateNotFound");
    }

    @Test
    void deltaWithoutThePreferenceOfItsFirstPageIsRefused() throws Exception {
        // Given
        String link = client.get(INBOX + "/delta", IMMUTABLE).deltaLink();

        // When
        int status = client.get(link).status();

        // Then
        assertThat(status).isEqualTo(400);
    }

    // Subscriptions

    @Test
    void subscriptionIsMadeOnlyAfterTheUrlAnsweredItsToken() throws Exception {
        // When
        Seen made = client.post("/subscriptions", subscription(Duration.ofDays(6)), IMMUTABLE);
        subscriber.validationSuffix = "!";
        Seen notExact =
                client.post("/subscriptions", subscription(Duration.ofDays(6)).replace("inbox", "archive"));
        subscriber.validationSuffix = "";
        subscriber.validationType = "text/html";
        Seen notPlain =
                client.post("/subscriptions", subscription(Duration.ofDays(6)).replace("inbox", "archive"));

        // Then
        assertThat(made.status()).isEqualTo(201);
        assertThat(notExact.status()).isEqualTo(400);
        assertThat(notPlain.status()).isEqualTo(400);
        assertThat(graph.subscriptions()).hasSize(1);
    }

    @Test
    void secondSubscriptionToTheSameIsAConflict() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)));

        // When
        Seen second = client.post("/subscriptions", subscription(Duration.ofDays(1)));

        // Then
        assertThat(second.status()).isEqualTo(409);
    }

    @Test
    void subscriptionLivesFortyFiveMinutesToSevenDays() throws Exception {
        // When
        Seen tooLong = client.post("/subscriptions", subscription(Duration.ofDays(8)));
        Seen raised = client.post("/subscriptions", subscription(Duration.ofMinutes(1)));

        // Then
        assertThat(tooLong.status()).isEqualTo(400);
        Instant expires = Instant.parse(raised.json().path("expirationDateTime").asText());
        assertThat(expires).isAfter(Instant.now().plus(Duration.ofMinutes(44)));
    }

    @Test
    void clientStateIsNeverListed() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)));

        // When
        Seen list = client.get("/subscriptions");

        // Then
        assertThat(list.json().at("/value/0/clientState").isNull()).isTrue();
        assertThat(new String(list.response().body(), StandardCharsets.UTF_8)).doesNotContain("state-of-this-test");
    }

    // Notifications

    @Test
    void newMailIsNotifiedWithTheKindOfIdThatTheSubscriptionAskedFor() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)), IMMUTABLE);

        // When
        String id = help.deliver(mail(1));
        JsonNode batch = subscriber.hear();

        // Then
        assertThat(batch).hasSize(1);
        assertThat(batch.at("/0/resourceData/id").asText()).isEqualTo(id);
        assertThat(batch.at("/0/clientState").asText()).isEqualTo("state-of-this-test");
        assertThat(batch.at("/0/changeType").asText()).isEqualTo("created");
    }

    @Test
    void mailOfAnotherFolderIsNotNotified() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)), IMMUTABLE);

        // When
        help.deliver(mail(1), "junkemail", Instant.now());
        String id = help.deliver(mail(2));
        JsonNode batch = subscriber.hear();

        // Then
        assertThat(batch).hasSize(1);
        assertThat(batch.at("/0/resourceData/id").asText()).isEqualTo(id);
    }

    @Test
    void untakenNotificationIsRepeated() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)));
        subscriber.answers(503, 500);

        // When
        help.deliver(mail(1));
        JsonNode first = subscriber.hear();
        JsonNode second = subscriber.hear();
        JsonNode third = subscriber.hear();

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
    }

    @Test
    void notificationsAreLostAndDoubledFromTheMomentThatAPlanSaysSo() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)), IMMUTABLE);
        // When
        graph.notifyBy(NotificationPlan.reliable().losing(1, 0, 1));
        help.deliver(mail(1));
        graph.notifyBy(NotificationPlan.reliable().losing(0, 1, 1));
        String heard = help.deliver(mail(2));
        JsonNode batch = subscriber.hear();
        // Then
        assertThat(batch).hasSize(2);
        assertThat(batch.at("/0/resourceData/id").asText()).isEqualTo(heard);
        assertThat(batch.at("/1/resourceData/id").asText()).isEqualTo(heard);
    }

    @Test
    void removedSubscriptionSaysSoAndIsSilentFromThen() throws Exception {
        // Given
        client.post("/subscriptions", subscription(Duration.ofDays(1)), IMMUTABLE);
        GraphSubscription made = graph.subscriptions().getFirst();
        client.post("/subscriptions", subscription(Duration.ofDays(1)).replace("inbox", "archive"), IMMUTABLE);

        // When
        graph.lifecycle(made.id(), "subscriptionRemoved");
        JsonNode event = subscriber.hear();
        help.deliver(mail(1));
        String archived = help.deliver(mail(2), "archive", Instant.now());
        JsonNode next = subscriber.hear();

        // Then
        assertThat(event.at("/0/lifecycleEvent").asText()).isEqualTo("subscriptionRemoved");
        assertThat(client.get("/subscriptions/" + made.id()).status()).isEqualTo(404);
        assertThat(next).hasSize(1);
        assertThat(next.at("/0/resourceData/id").asText()).isEqualTo(archived);
    }

    // Limits and faults

    @Test
    void fifthRequestAtOnceIsOverTheConcurrencyOfTheMailbox() throws Exception {
        // Given
        graph.failNext(
                HELP,
                IntStream.range(0, 4)
                        .mapToObj(i -> new Fault.Delay(Duration.ofSeconds(2)))
                        .toArray(Fault[]::new));

        // When
        List<Seen> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Seen> request = () -> client.get(INBOX);
            for (Future<Seen> each : threads.invokeAll(List.of(request, request, request, request, request))) {
                seen.add(each.get());
            }
        }

        // Then
        assertThat(seen).extracting(Seen::status).containsOnlyOnce(429).contains(200);
        assertThat(graph.throttled(HELP)).isEqualTo(1);
    }

    @Test
    void faultsComeOnDemandAndPass() throws Exception {
        // Given
        graph.failNext(
                HELP,
                new Fault.Answer(429, "ApplicationThrottled", "7"),
                new Fault.Answer(503, "ServiceNotAvailable", ""));

        // When
        Seen throttled = client.get(INBOX);
        Seen unavailable = client.get(INBOX);
        Seen well = client.get(INBOX);

        // Then
        assertThat(List.of(throttled.status(), unavailable.status(), well.status()))
                .containsExactly(429, 503, 200);
        assertThat(throttled.response().headers().firstValue("Retry-After")).hasValue("7");
    }

    private String subscription(Duration lifetime) {
        return """
            {"changeType":"created","notificationUrl":"%s","lifecycleNotificationUrl":"%s",
             "resource":"users/%s/mailFolders('inbox')/messages","expirationDateTime":"%s","clientState":"state-of-this-test"}
            """.formatted(
                        subscriber.url(), subscriber.url(), HELP, Instant.now().plus(lifetime));
    }

    private static byte[] mail(int number) {
        return ("From: a@example.com\r\nTo: " + HELP + "\r\nSubject: mail " + number + "\r\nMessage-ID: <" + number
                        + "@example.com>\r\n\r\nbody " + number + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
