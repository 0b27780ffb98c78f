package dev.waybill.ingress.microsoft;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.waybill.devstack.RedisServer;
import dev.waybill.ingress.Eventually;
import dev.waybill.ingress.IngressServers;
import dev.waybill.ingress.LogLines;
import dev.waybill.ingress.TestMailboxes;
import dev.waybill.ingress.push.UpkeepRequests;
import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PushCopy;
import dev.waybill.mailbox.registry.PostgresPushUpkeep;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints on a real Redis and PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(IngressServers.class)
@Timeout(60)
final class MicrosoftWebhookTest {
    RedisServer redis;

    @Inject
    AgroalDataSource database;

    @Inject
    TestMailboxes mailboxes;

    @Inject
    PushCopy channels;

    @Inject
    UpkeepRequests upkeep;

    @TestHTTPResource("/webhooks/microsoft")
    URI endpoint;

    private final String subscription = UUID.randomUUID().toString();
    private final ClientState secret = ClientState.random(new SecureRandom());
    private final UUID channel = UUID.randomUUID();
    private PostgresPushUpkeep leader;

    @BeforeEach
    void subscribe() {
        UUID mailbox = mailboxes.connect();
        leader = new PostgresPushUpkeep(database);
        Eventually.until("we lead", () -> leader.lead(Duration.ofMinutes(1)));
        assertThat(leader.begin(channel, mailbox, "INBOX", Optional.of(secret.hash())))
                .isTrue();
        assertThat(leader.established(channel, Optional.of(subscription), Instant.now()))
                .isTrue();
        Eventually.until(
                "the subscription is known",
                () -> channels.find(mailbox, "INBOX")
                        .filter(found -> found.subscription().isPresent())
                        .isPresent());
    }

    @AfterEach
    void resign() {
        leader.resign();
    }

    private String created(String message) {
        return GraphBody.created(subscription, secret.value(), message);
    }

    private Response send(byte[] body) {
        return given().contentType("application/json; charset=utf-8").body(body).post(endpoint);
    }

    private long inRedis() {
        return (Long) Objects.requireNonNull(redis.command("HLEN", mailboxes.queuePrefix() + "body"));
    }

    private static String random() {
        return "AAMk" + UUID.randomUUID() + "=";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/lifecycle"})
    void validationTokenIsRepeatedDecodedOnceAndAsPlainText(String path) {
        // Given
        String token = "Validation: Testing client application reachability for subscription Request-Id: a+b%2Bc";

        // When
        Response response = given().urlEncodingEnabled(false)
                .contentType("text/plain; charset=utf-8")
                .post(URI.create(endpoint + path + "?channel=1&validationToken="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8)));

        // Then
        response.then()
                .statusCode(200)
                .header("Content-Type", equalTo("text/plain;charset=utf-8"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
        assertThat(response.asString()).isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3Cscript%3Ealert(1)%3C/script%3E", "a%0d%0ab", "%C3%A4", "", "LONG"})
    void whatIsNoTokenIsNotRepeated(String encoded) {
        // When
        Response response = given().urlEncodingEnabled(false)
                .contentType("text/plain")
                .post(URI.create(endpoint + "?validationToken=" + encoded.replace("LONG", "x".repeat(1_100))));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).isEmpty();
    }

    @Test
    void validationEnqueuesNothingAlsoWithABody() {
        // Given
        long before = inRedis();

        // When
        given().contentType("application/json")
                .body(GraphBody.of(created(random())))
                .post(endpoint + "?validationToken=abc")
                .then()
                .statusCode(200);

        // Then
        assertThat(inRedis()).isEqualTo(before);
    }

    @Test
    void batchOfFiftyIsInRedisWhenItIsAnswered() {
        // Given
        long before = inRedis();
        String[] fifty = new String[50];
        Arrays.setAll(fifty, i -> created(random()));

        // When
        Response response = send(GraphBody.of(fifty));

        // Then
        response.then().statusCode(202);
        assertThat(response.asString()).isEmpty();
        assertThat(inRedis()).isEqualTo(before + 50);
    }

    @Test
    void replayedPushCoalesces() {
        // Given
        byte[] body = GraphBody.of(created(random()));
        send(body).then().statusCode(202);
        long before = inRedis();

        // When
        send(body).then().statusCode(202);

        // Then
        assertThat(inRedis()).isEqualTo(before);
    }

    @Test
    void forgedAndUnknownAreAnsweredLikeGenuineOnesAndEnqueueNothing() {
        // Given
        long before = inRedis();

        // When
        Response forged = send(GraphBody.of(GraphBody.created(subscription, "guess", random())));
        Response unknown = send(GraphBody.of(GraphBody.created(UUID.randomUUID().toString(), "guess", random())));

        // Then
        Response genuine = send(GraphBody.of());
        for (Response answer : new Response[] {forged, unknown}) {
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().asList()).isEqualTo(genuine.headers().asList());
        }
        assertThat(inRedis()).isEqualTo(before);
    }

    @Test
    void lifecycleEventsReachTheUpkeep() {
        // When
        given().contentType("application/json")
                .body(GraphBody.of(GraphBody.event(subscription, secret.value(), "subscriptionRemoved")))
                .post(endpoint + "/lifecycle")
                .then()
                .statusCode(202);

        // Then
        assertThat(upkeep.waiting()).contains(Map.entry(channel, UpkeepRequests.Wish.RECREATE));
        upkeep.done(channel, UpkeepRequests.Wish.RENEW);
        assertThat(upkeep.waiting()).containsKey(channel);
        upkeep.done(channel, UpkeepRequests.Wish.RECREATE);
        assertThat(upkeep.waiting()).doesNotContainKey(channel);
    }

    @Test
    void stoppedRedisIsA503AndGraphRepeatsItself() {
        // Given
        byte[] body = GraphBody.of(created(random()));
        redis.stop();

        // When
        long start = System.nanoTime();
        Response response = send(body);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        // Then
        try {
            response.then().statusCode(503);
            assertThat(response.header("Retry-After")).isNotEmpty();
            assertThat(took).isLessThan(Duration.ofMillis(1_500));
        } finally {
            redis.restart();
        }
        Eventually.within(Duration.ofSeconds(2), "taken again", () -> send(body).statusCode() == 202);
    }

    @Test
    void otherMethodsAndTypesAreRefused() {
        for (String path : new String[] {"", "/lifecycle"}) {
            given().get(endpoint + path).then().statusCode(405);
            given().put(endpoint + path).then().statusCode(405);
            given().delete(endpoint + path).then().statusCode(405);
            given().contentType("text/plain")
                    .body("{}")
                    .post(endpoint + path)
                    .then()
                    .statusCode(415);
            given().contentType("application/x-www-form-urlencoded")
                    .body("value=1")
                    .post(endpoint + path)
                    .then()
                    .statusCode(415);
        }
    }

    @Test
    void oversizedBodiesAreRefusedAlsoWhenTheirLengthIsNotSaid() throws Exception {
        // Given
        byte[] large = Arrays.copyOf(GraphBody.of(created(random())), 257 * 1024);
        Arrays.fill(large, large.length - 256 * 1024 + 1_000, large.length, (byte) ' ');
        long before = inRedis();

        // When
        int withLength = send(large).statusCode();
        int chunked;
        try (HttpClient client = HttpClient.newHttpClient()) {
            chunked = client.send(
                            HttpRequest.newBuilder(endpoint)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(large)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }

        // Then
        assertThat(withLength).isEqualTo(413);
        assertThat(chunked).isEqualTo(413);
        assertThat(inRedis()).isEqualTo(before);
    }

    @Test
    void compressedBodyIsRefusedUnread() throws IOException {
        // Given
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[10_000_000]);
        }

        // Then
        given().contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(bomb.toByteArray())
                .post(endpoint)
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .body(bomb.toByteArray())
                .post(endpoint)
                .then()
                .statusCode(400);
    }

    @Test
    void deepAndBrokenJsonIsMalformed() {
        for (String body : new String[] {"[".repeat(100_000), "{\"value\":", "garbage", "[]"}) {
            send(body.getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
        }
    }

    @Test
    void contentAndSecretsAreNeverLogged() {
        // Given
        String id = random();
        LogLines lines = LogLines.collect();

        // When
        try {
            send(GraphBody.of(created(id))).then().statusCode(202);
            send(GraphBody.of(GraphBody.created(subscription, secret.value() + "x", id)));
            send(GraphBody.of(GraphBody.event(subscription, secret.value(), "missed")));
            send(("{\"value\":\"" + id + secret.value()).getBytes(StandardCharsets.UTF_8));
        } finally {
            lines.close();
        }

        // Then
        assertThat(lines.all()).noneMatch(line -> line.contains(id) || line.contains(secret.value()));
    }
}
