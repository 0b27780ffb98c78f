package dev.waybill.devstack.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waybill.devstack.gmail.GmailClient.Seen;
import dev.waybill.devstack.gmail.PushEndpoint.Push;
import dev.waybill.devstack.oauth.TokenServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GmailSimulatorTest {
    private static final String HELP = "help@example.org";
    private static final String PUSHER = "pusher@waybill.iam.gserviceaccount.example";
    private static final String WATCH = "{\"topicName\":\"" + GmailSimulator.TOPIC
            + "\",\"labelIds\":[\"INBOX\"],\"labelFilterBehavior\":\"INCLUDE\"}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T09:00:00Z"));
    private TokenServer tokens;
    private GmailSimulator gmail;
    private GmailMailbox help;
    private GmailClient client;
    private PushEndpoint endpoint;

    @BeforeEach
    void start() throws Exception {
        InstantSource clock = now::get;
        endpoint = new PushEndpoint();
        tokens = TokenServer.start(0, clock);
        gmail = GmailSimulator.start(0, tokens.directory(), clock, PushPlan.to(endpoint.url(), PUSHER));
        help = gmail.mailbox(HELP);
        client = GmailClient.of(gmail, tokens, HELP, GmailClient.READONLY);
    }

    @AfterEach
    void stop() {
        client.close();
        gmail.close();
        tokens.close();
        endpoint.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(t -> t.plus(time));
    }

    // Who may

    @Test
    void tokenIsGoodForItsOwnMailboxOnly() throws Exception {
        // Given
        gmail.mailbox("other@example.org");

        // When
        Seen own = client.get(HELP + "/profile");
        Seen other = client.get("other@example.org/profile");
        int forged;
        try (GmailClient stranger = GmailClient.withToken(gmail, "forged")) {
            forged = stranger.get("me/profile").status();
        }

        // Then
        assertThat(List.of(own.status(), other.status(), forged)).containsExactly(200, 403, 401);
    }

    @Test
    void metadataScopeReadsNeitherBodiesNorSearches() throws Exception {
        // Given
        String id = help.deliver(mail(1));
        try (GmailClient metadata =
                GmailClient.of(gmail, tokens, HELP, "https://www.googleapis.com/auth/gmail.metadata")) {
            // When
            Seen raw = metadata.get("me/messages/" + id + "?format=raw");
            Seen search = metadata.get("me/messages?q=in:inbox");
            Seen minimal = metadata.get("me/messages/" + id + "?format=minimal");

            // Then
            assertThat(List.of(raw.status(), search.status(), minimal.status())).containsExactly(403, 403, 200);
        }
    }

    @Test
    void userWithoutMailIsAFailedPrecondition() throws Exception {
        // Given
        help.enable(false);

        // When
        Seen seen = client.get("me/profile");

        // Then
        assertThat(seen.status()).isEqualTo(400);
        assertThat(seen.reason()).isEqualTo("failedPrecondition");
    }

    // Messages

    @Test
    void rawMailComesAsItWasDelivered() throws Exception {
        // Given
        byte[] raw = mail(7);
        String id = help.deliver(raw);

        // When
        Seen seen = client.get("me/messages/" + id + "?format=raw");

        // Then
        assertThat(Base64.getUrlDecoder().decode(seen.json().path("raw").asText()))
                .isEqualTo(raw);
    }

    @Test
    void listLeavesSpamAndTrashOutAndComesInPages() throws Exception {
        // Given
        Set<String> visible = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            visible.add(help.deliver(mail(i)));
        }
        help.deliver(mail(20), "SPAM");
        help.deliver(mail(21), "TRASH");

        // When
        List<String> listed = new ArrayList<>();
        String token = "";
        do {
            Seen page = client.get("me/messages?maxResults=5&pageToken=" + token);
            page.json().path("messages").forEach(m -> listed.add(m.path("id").asText()));
            token = page.json().path("nextPageToken").asText();
        } while (!token.isEmpty());

        // Then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(visible);
    }

    @Test
    void windowIsBoundedByAfter() throws Exception {
        // Given
        help.deliver(mail(1), now.get().minus(Duration.ofDays(2)));
        String recent = help.deliver(mail(2));

        // When
        Seen seen = client.get(
                "me/messages?q=in:inbox%20after:" + now.get().minusSeconds(60).getEpochSecond());

        // Then
        assertThat(seen.json().path("messages")).hasSize(1);
        assertThat(seen.json().at("/messages/0/id").asText()).isEqualTo(recent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "me/messages?maxResults=many",
                "me/messages?labelIds=NOT_THERE",
                "me/messages?q=subject:x",
                "me/messages?pageToken=x",
                "me/messages/NOT-AN-ID?format=raw",
                "me/history",
                "me/history?startHistoryId=x",
            })
    void whatIsWrongIsRefused(String path) throws Exception {
        assertThat(client.get(path).status()).isEqualTo(400);
    }

    // History

    @Test
    void historyTellsWhatWasAddedSinceAnId() throws Exception {
        // Given
        String start = client.get("me/profile").json().path("historyId").asText();
        String inbox = help.deliver(mail(1));
        String sent = help.deliver(mail(2), "SENT");

        // When
        Seen all = history(start, "");
        Seen filtered = history(start, "&labelId=INBOX&historyTypes=messageAdded");

        // Then
        assertThat(added(all)).containsExactly(inbox, sent);
        assertThat(added(filtered)).containsExactly(inbox);
        assertThat(history(all.json().path("historyId").asText(), "").json().has("history"))
                .isFalse();
    }

    @Test
    void laterLabelIsNoAddedMessage() throws Exception {
        // Given
        String id = help.deliver(mail(1), "UNREAD");
        String start = client.get("me/profile").json().path("historyId").asText();

        // When
        help.addLabels(id, "INBOX");
        Seen onlyAdded = history(start, "&labelId=INBOX&historyTypes=messageAdded");
        Seen both = history(start, "&labelId=INBOX&historyTypes=messageAdded&historyTypes=labelAdded");

        // Then
        assertThat(onlyAdded.json().has("history")).isFalse();
        assertThat(both.json().at("/history/0/labelsAdded/0/message/id").asText())
                .isEqualTo(id);
    }

    @Test
    void expiredIdAndUnknownLabelAreNotFoundAlike() throws Exception {
        // Given
        String start = client.get("me/profile").json().path("historyId").asText();
        help.deliver(mail(1));
        String later = client.get("me/profile").json().path("historyId").asText();

        // When
        Seen unknownLabel = history(start, "&labelId=GONE");
        help.expireHistory();
        Seen expired = history(later, "");

        // Then
        assertThat(List.of(unknownLabel.status(), expired.status())).containsOnly(404);
    }

    @Test
    void historyLagsBehindThePush() throws Exception {
        // Given
        String start = client.get("me/profile").json().path("historyId").asText();
        help.lagHistory(Duration.ofSeconds(2));
        String id = help.deliver(mail(1));

        // When
        Seen early = history(start, "");
        pass(Duration.ofSeconds(3));
        Seen later = history(early.json().path("historyId").asText(), "");

        // Then
        assertThat(early.json().has("history")).isFalse();
        assertThat(added(later)).containsExactly(id);
    }

    @Test
    void pageMayHoldNothingAndLinkOn() throws Exception {
        // Given
        String start = client.get("me/profile").json().path("historyId").asText();
        String id = help.deliver(mail(1));
        help.emptyPagesFirst(1);

        // When
        Seen empty = history(start, "");
        Seen next = client.get("me/history?startHistoryId=" + start + "&pageToken="
                + empty.json().path("nextPageToken").asText());

        // Then
        assertThat(empty.json().has("history")).isFalse();
        assertThat(added(next)).containsExactly(id);
    }

    // Watch and push

    @Test
    void watchIsPushedAtOnceAndEndsAfterSevenDays() throws Exception {
        // When
        Seen watch = client.post("me/watch", WATCH);
        Push push = endpoint.hear();

        // Then
        assertThat(push.data().path("emailAddress").asText()).isEqualTo(HELP);
        assertThat(push.data().path("historyId").asText())
                .isEqualTo(watch.json().path("historyId").asText());
        assertThat(gmail.isWatched(HELP)).isTrue();
        pass(Duration.ofDays(7));
        assertThat(gmail.isWatched(HELP)).isFalse();
    }

    @Test
    void watchOnAnotherTopicIsRefused() throws Exception {
        assertThat(client.post("me/watch", WATCH.replace("topics/gmail", "topics/other"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void secondPushWithinASecondIsDropped() throws Exception {
        // Given
        client.post("me/watch", WATCH);
        endpoint.hear();
        pass(Duration.ofSeconds(2));

        // When
        help.deliver(mail(1));
        help.deliver(mail(2));
        Push first = endpoint.hear();
        pass(Duration.ofSeconds(2));
        help.deliver(mail(3));
        Push next = endpoint.hear();

        // Then
        assertThat(next.data().path("historyId").asLong())
                .isGreaterThan(first.data().path("historyId").asLong())
                .isEqualTo(client.get("me/profile").json().path("historyId").asLong());
        assertThat(endpoint.waiting()).isZero();
    }

    @Test
    void untakenPushComesAgain() throws Exception {
        // Given
        endpoint.answers(503);
        endpoint.answers(500);

        // When
        client.post("me/watch", WATCH);
        Push first = endpoint.hear();
        Push second = endpoint.hear();
        Push third = endpoint.hear();

        // Then
        assertThat(List.of(second.body(), third.body())).containsOnly(first.body());
    }

    @Test
    void pushTokenIsSignedByAPublishedKeyAlsoAfterARotation() throws Exception {
        // Given
        client.post("me/watch", WATCH);
        String before = keyOf(endpoint.hear());

        // When
        gmail.idTokens().rotate();
        client.post("me/watch", WATCH);
        String after = keyOf(endpoint.hear());

        // Then
        assertThat(after).isNotEqualTo(before);
        assertThat(publishedKeys()).contains(before, after);
    }

    // Quota

    @Test
    void userIsThrottledByUnitsAndFreeAgainTheNextMinute() throws Exception {
        // Given
        help.deliver(mail(1));
        int refused = 0;

        // When
        for (int i = 0; i < 62; i++) {
            refused += client.post("me/watch", WATCH).status() == 200 ? 0 : 1;
        }
        pass(Duration.ofMinutes(1));
        Seen next = client.get("me/profile");

        // Then
        assertThat(refused).isEqualTo(2);
        assertThat(gmail.throttled(HELP)).isEqualTo(2);
        assertThat(next.status()).isEqualTo(200);
    }

    private Seen history(String start, String more) throws Exception {
        return client.get("me/history?startHistoryId=" + start + more);
    }

    private static List<String> added(Seen history) {
        List<String> ids = new ArrayList<>();
        history.json()
                .path("history")
                .forEach(h -> ids.add(h.at("/messagesAdded/0/message/id").asText()));
        return ids;
    }

    private static String keyOf(Push push) throws Exception {
        String header = push.call().bearer().split("\\.", -1)[0];
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(header))
                .path("kid")
                .asText();
    }

    private List<String> publishedKeys() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            JsonNode keys = new ObjectMapper()
                    .readTree(http.send(HttpRequest.newBuilder(gmail.jwksUrl()).build(), BodyHandlers.ofString())
                            .body())
                    .path("keys");
            List<String> ids = new ArrayList<>();
            keys.forEach(key -> ids.add(key.path("kid").asText()));
            return ids;
        }
    }

    private static byte[] mail(int number) {
        return ("From: a@example.com\r\nTo: " + HELP + "\r\nSubject: mail " + number + "\r\nMessage-ID: <" + number
                        + "@example.com>\r\n\r\nbody " + number + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
