package dev.waybill.ingress.google;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.RedisServer;
import dev.waybill.devstack.gmail.GmailSimulator;
import dev.waybill.devstack.gmail.PushPlan;
import dev.waybill.ingress.Eventually;
import dev.waybill.ingress.IngressServers;
import dev.waybill.ingress.LogLines;
import dev.waybill.ingress.TestMailboxes;
import dev.waybill.mailbox.Connection;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint on a real Redis and PostgreSQL, pushed by a simulated Pub/Sub. */
@QuarkusTest
@QuarkusTestResource(IngressServers.class)
@Timeout(60)
final class GoogleWebhookTest {
    RedisServer redis;
    GmailSimulator gmail;

    @Inject
    TestMailboxes mailboxes;

    @TestHTTPResource("/webhooks/google")
    URI endpoint;

    private final String address = "box-" + UUID.randomUUID() + "@example.com";
    private UUID mailbox;

    @BeforeEach
    void connect() {
        mailbox = mailboxes.connect(address, new Connection.Gmail(address));
    }

    @AfterEach
    void silence() {
        gmail.pushTo(PushPlan.nobody());
    }

    private PushPlan plan() {
        return new PushPlan(
                endpoint,
                IngressServers.AUDIENCE,
                IngressServers.SERVICE_ACCOUNT,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofMillis(100),
                0);
    }

    private String token() {
        return gmail.idTokens().token(IngressServers.AUDIENCE, IngressServers.SERVICE_ACCOUNT);
    }

    private String body(String historyId) {
        String data = "{\"emailAddress\":\"" + address + "\",\"historyId\":" + historyId + "}";
        return "{\"message\":{\"data\":\"" + Base64.getEncoder().encodeToString(data.getBytes(UTF_8))
                + "\",\"messageId\":\"1\"},\"subscription\":\"projects/p/subscriptions/s\"}";
    }

    private Response send(String token, String body) {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + token)
                .body(body)
                .post(endpoint);
    }

    private String inRedis() {
        return String.valueOf(redis.command("HVALS", mailboxes.queuePrefix() + "body"));
    }

    private boolean isWaiting() {
        return inRedis().contains(mailbox.toString());
    }

    @Test
    void whatGmailPublishesIsAPointerSoon() {
        // Given
        gmail.pushTo(plan());

        // When
        gmail.publish("{\"emailAddress\":\"" + address + "\",\"historyId\":12345}");

        // Then
        Eventually.within(Duration.ofSeconds(5), "the pointer is in Redis", this::isWaiting);
        assertThat(inRedis()).containsPattern("gmail-history.{1,40}" + mailbox).doesNotContain(address);
    }

    @Test
    void publicationIsRepeatedUntilRedisTakesIt() {
        // Given
        gmail.pushTo(plan());
        redis.stop();
        try {
            gmail.publish("{\"emailAddress\":\"" + address + "\",\"historyId\":\"7\"}");
            send(token(), body("7")).then().statusCode(503);
        } finally {
            // When
            redis.restart();
        }

        // Then
        Eventually.within(Duration.ofSeconds(10), "the pointer is in Redis", this::isWaiting);
    }

    @Test
    void keysRollWithoutALostPush() {
        // Given
        send(token(), body("1")).then().statusCode(202);

        // When
        gmail.idTokens().rotate();

        // Then
        Eventually.within(
                Duration.ofSeconds(15),
                "the new key is known",
                () -> send(token(), body("2")).statusCode() == 202);
    }

    @Test
    void forgedPushesAreRefusedAndLeaveNothing() {
        // Given
        String foreign = gmail.idTokens().token("https://other.example", IngressServers.SERVICE_ACCOUNT);
        String mallory = gmail.idTokens().token(IngressServers.AUDIENCE, "mallory@evil.iam.gserviceaccount.com");
        String none = Base64.getUrlEncoder().encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)) + ".e30.";
        LogLines lines = LogLines.collect();

        // Then
        try {
            for (String token : new String[] {foreign, mallory, none, "garbage", ""}) {
                Response answer = send(token, body("7"));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.asString()).isEmpty();
            }
            given().contentType("application/json")
                    .body(body("7"))
                    .post(endpoint)
                    .then()
                    .statusCode(401);
        } finally {
            lines.close();
        }
        assertThat(isWaiting()).isFalse();
        assertThat(lines.all()).noneMatch(line -> line.contains(address) || line.contains("eyJ"));
    }

    @Test
    void genuineGarbageIsAcknowledged() {
        for (String body : new String[] {"", "garbage", "{}", "[".repeat(100_000), body("\"x\"")}) {
            send(token(), body).then().statusCode(202);
        }
        given().contentType("text/plain")
                .header("Authorization", "Bearer " + token())
                .body("x")
                .post(endpoint)
                .then()
                .statusCode(202);
        assertThat(isWaiting()).isFalse();
    }

    @Test
    void replayedPushCoalesces() {
        // Given
        String token = token();
        send(token, body("7")).then().statusCode(202);
        Object before = redis.command("HLEN", mailboxes.queuePrefix() + "body");

        // When
        send(token, body("7")).then().statusCode(202);

        // Then
        assertThat(redis.command("HLEN", mailboxes.queuePrefix() + "body")).isEqualTo(before);
    }

    @Test
    void otherMethodsOversizedAndCompressedBodiesAreRefused() throws IOException {
        // Given
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[10_000_000]);
        }

        // Then
        given().get(endpoint).then().statusCode(405);
        given().put(endpoint).then().statusCode(405);
        send(token(), " ".repeat(257 * 1024)).then().statusCode(413);
        given().contentType("application/json")
                .header("Authorization", "Bearer " + token())
                .header("Content-Encoding", "gzip")
                .body(bomb.toByteArray())
                .post(endpoint)
                .then()
                .statusCode(415);
        assertThat(isWaiting()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/google", "/webhooks/microsoft"})
    void bodyThatDripsInIsEndedInTime(String path) throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            // When
            socket.setSoTimeout(10_000);
            String head = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Authorization: Bearer " + token() + "\r\nContent-Length: 1000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();

            // Then
            assertThat(status).contains("408");
        }
    }
}
