package dev.waybill.ingress;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.Keysets;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The endpoint on a real Redis and PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(IngressServers.class)
@Timeout(120)
final class ImapWebhookTest {
    private static final AtomicLong UIDS = new AtomicLong();

    RedisServer redis;
    PostgresServer postgres;

    @Inject
    AgroalDataSource database;

    @Inject
    RegistryCopy copy;

    @Inject
    QueueConfig queueConfig;

    @TestHTTPResource("/webhooks/imap")
    URI endpoint;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private PostgresMailboxRegistry registry;
    private UUID mailbox;
    private String address;

    @BeforeEach
    void connectAMailbox() {
        registry = new PostgresMailboxRegistry(
                database, Keysets.open(Optional.of(Keysets.generate()), Optional.empty()), new HostPolicy(true));
        Eventually.until("ready", () -> ready().statusCode() == 200);
        address = "box-" + UUID.randomUUID() + "@example.com";
        mailbox = connect("default", address);
    }

    private UUID connect(String tenant, String at) {
        UUID id = registry.add(new NewMailbox(
                        tenant,
                        at,
                        new Connection.Imap("127.0.0.1", 993, Connection.Security.TLS, "user"),
                        List.of("INBOX"),
                        Instant.now(),
                        new AfterProcessing.Keep(),
                        new Secret.Password("secret")))
                .id();
        Eventually.within(
                Duration.ofSeconds(5),
                "the mailbox is known",
                () -> copy.find(id).isPresent());
        return id;
    }

    private Response ready() {
        return given().get(management.resolve("/q/health/ready"));
    }

    /** A body that nobody sent before. */
    private String body() {
        return SignedPush.body(mailbox, UIDS.incrementAndGet());
    }

    private static SignedPush crm(String body) {
        return SignedPush.of("crm", Keys.SECRET, Instant.now(), body);
    }

    private RequestSpecification signed(SignedPush push) {
        return given().contentType("application/json")
                .header("Waybill-Key", push.key())
                .header("Waybill-Timestamp", push.timestamp())
                .header("Waybill-Signature", push.signature());
    }

    private Response send(SignedPush push) {
        return signed(push).body(push.bytes()).post(endpoint);
    }

    private long inRedis() {
        return (Long)
                Objects.requireNonNull(redis.command("HLEN", queueConfig.keys().prefix() + "body"));
    }

    @Test
    void pushIsEnqueuedAndItsPointersCarryTheSendersTrace() {
        // Given
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        SignedPush push = crm(SignedPush.body(mailbox, 900_001, 900_002));
        long before = inRedis();

        // When
        Response response = signed(push)
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body(push.bytes())
                .post(endpoint);

        // Then
        response.then()
                .statusCode(202)
                .body("queued", equalTo(2))
                .body("coalesced", equalTo(0))
                .body("again", equalTo(0))
                .body("dead", equalTo(0))
                .header("X-Content-Type-Options", "nosniff")
                .header("Server", nullValue());
        assertThat(inRedis()).isEqualTo(before + 2);
        String bodies = String.valueOf(redis.command("HVALS", queueConfig.keys().prefix() + "body"));
        assertThat(bodies).containsPattern("00-" + trace + "-[0-9a-f]{16}-01").doesNotContain("00f067aa0ba902b7");
    }

    @Test
    void exactRepeatIsAcceptedAndEnqueuesNothing() {
        // Given
        SignedPush push = crm(SignedPush.body(mailbox, 910_001, 910_002, 910_003));
        send(push).then().statusCode(202).body("queued", equalTo(3));
        redis.command("FLUSHALL");

        // When
        Response repeated = send(push);

        // Then
        repeated.then().statusCode(202).body("queued", equalTo(0)).body("coalesced", equalTo(3));
        assertThat(inRedis()).isZero();
    }

    @Test
    void samePointersUnderAnotherSignatureCoalesce() {
        // Given
        String body = SignedPush.body(mailbox, 920_001, 920_002);
        send(crm(body)).then().statusCode(202);

        // When
        Response again = send(SignedPush.of("crm", Keys.SECRET, Instant.now().minusSeconds(7), body));

        // Then
        again.then().statusCode(202).body("queued", equalTo(0)).body("coalesced", equalTo(2));
    }

    @Test
    void thousandPointersAreOneRequest() {
        // When
        Response response = send(crm(SignedPush.body(
                mailbox, LongStream.rangeClosed(1_000_001, 1_001_000).toArray())));

        // Then
        response.then().statusCode(202).body("queued", equalTo(1_000));
    }

    @Test
    void bodyThatDoesNotFitIsNamedByItsFields() {
        // When
        Response response = send(crm("{\"pointers\":[" + SignedPush.pointer(mailbox, 1) + ",{\"mailbox\":\"" + mailbox
                + "\",\"folder\":\"INBOX\",\"uidValidity\":7,\"uid\":\"x\",\"subject\":\"hi\"}]}"));

        // Then
        response.then()
                .statusCode(400)
                .body("errors.field", equalTo(List.of("pointers[1].subject", "pointers[1].uid")))
                .body("errors[1].problem", containsString("whole number"));
        send(crm("garbage")).then().statusCode(400);
        send(crm("")).then().statusCode(400);
    }

    @Test
    void forgedRequestsAreRefusedAlike() {
        // Given
        String body = body();
        SignedPush right = crm(body);
        Instant now = Instant.now();
        List<Response> answers = new CopyOnWriteArrayList<>();

        // When
        answers.add(send(SignedPush.of("nobody", Keys.SECRET, now, body)));
        answers.add(send(SignedPush.of("crm", Keys.OTHER_SECRET, now, body)));
        answers.add(send(SignedPush.of("desk", Keys.SECRET, now, body)));
        answers.add(send(SignedPush.of("crm", Keys.SECRET, now.minusSeconds(330), body)));
        answers.add(send(SignedPush.of("crm", Keys.SECRET, now.plusSeconds(330), body)));
        answers.add(signed(right).body(body()).post(endpoint));
        answers.add(given().contentType("application/json").body(body).post(endpoint));
        answers.add(given().contentType("application/json")
                .header("Waybill-Key", "crm")
                .header("Waybill-Timestamp", right.timestamp())
                .header(
                        "Waybill-Signature",
                        "v1=" + right.signature().substring(3).toUpperCase(Locale.ROOT))
                .body(body)
                .post(endpoint));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.asString())
                    .isEqualTo(answers.getFirst().asString())
                    .doesNotContain("crm");
            assertThat(answer.header("WWW-Authenticate")).isNotEmpty();
        });
        send(right).then().statusCode(202).body("queued", equalTo(1));
    }

    @Test
    void unknownRemovedAndForeignMailboxesAreNotFound() {
        // Given
        UUID removed = connect("default", "gone-" + address);
        registry.remove(removed);
        Eventually.within(Duration.ofSeconds(5), "the removal is known", () -> copy.isRemoved(removed));
        UUID acmes = connect("acme", "acme-" + address);

        // When
        Response unknown = send(crm("{\"pointers\":[" + SignedPush.pointer(mailbox, 1) + ","
                + SignedPush.pointer(UUID.randomUUID(), 1) + "," + SignedPush.pointer(removed, 1) + "]}"));
        Response foreign = send(SignedPush.of("desk", Keys.OTHER_SECRET, Instant.now(), body()));
        Response own = send(SignedPush.of("desk", Keys.OTHER_SECRET, Instant.now(), SignedPush.body(acmes, 1)));

        // Then
        unknown.then()
                .statusCode(404)
                .body("errors.field", equalTo(List.of("pointers[1].mailbox", "pointers[2].mailbox")))
                .body("errors.problem", equalTo(List.of("is not connected", "was removed")));
        foreign.then().statusCode(404);
        own.then().statusCode(202);
    }

    @Test
    void otherMethodsAndTypesAreRefused() {
        SignedPush push = crm(body());
        given().get(endpoint).then().statusCode(405);
        given().put(endpoint).then().statusCode(405);
        signed(push).contentType("text/plain").body("x").post(endpoint).then().statusCode(415);
    }

    @Test
    void oversizedBodyIsRefusedUnreadAlsoWhenItsLengthIsNotSaid() throws Exception {
        // Given
        byte[] large = new byte[256 * 1024 + 1];
        Arrays.fill(large, (byte) ' ');
        HttpClient client = HttpClient.newHttpClient();

        // When
        Response withLength =
                given().contentType("application/json").body(large).post(endpoint);
        HttpResponse<String> chunked = client.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        withLength.then().statusCode(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        byte[] most = Arrays.copyOf(large, 256 * 1024);
        given().contentType("application/json").body(most).post(endpoint).then().statusCode(401);
    }

    @Test
    void bodyThatDripsInIsEndedInTime() throws Exception {
        // Given
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String head = "POST /webhooks/imap HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000\r\n\r\n{";
            out.write(head.getBytes(US_ASCII));
            out.flush();

            // When
            long start = System.nanoTime();
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();

            // Then
            assertThat(status).contains("408");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void senderThatHangsUpLeavesNoErrorInTheLog() throws Exception {
        // Given
        LogLines lines = LogLines.collect();
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            String head = "POST /webhooks/imap HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 1000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.setSoLinger(true, 0);
        }

        // When
        Eventually.until("others are served", () -> send(crm(body())).statusCode() == 202);
        lines.close();

        // Then
        assertThat(lines.all()).noneMatch(line -> line.contains("HTTP Request to"));
    }

    @Test
    void longHeadersAreRefused() {
        given().contentType("application/json")
                .header("Waybill-Key", "x".repeat(20_000))
                .body("{}")
                .post(endpoint)
                .then()
                .statusCode(431);
    }

    @Test
    void hastyCallerIsToldWhenToComeBack() {
        // When
        List<Response> answers = IntStream.range(0, 40)
                .mapToObj(i -> send(SignedPush.of("hasty", Keys.SECRET, Instant.now(), body())))
                .toList();

        // Then
        List<Response> refused =
                answers.stream().filter(answer -> answer.statusCode() == 429).toList();
        assertThat(answers).extracting(Response::statusCode).containsOnly(202, 429);
        assertThat(refused)
                .isNotEmpty()
                .allMatch(answer -> answer.header("Retry-After").equals("1"));
        send(crm(body())).then().statusCode(202);
    }

    @Test
    void stoppedRedisIsA503WithinASecondAndHealsByItself() {
        // Given
        SignedPush push = crm(SignedPush.body(mailbox, 930_001));
        redis.stop();

        // When
        long start = System.nanoTime();
        Response response = send(push);
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        // Then
        try {
            response.then().statusCode(503).body("error", containsString("again"));
            assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 60);
            assertThat(took).isLessThan(Duration.ofMillis(1_500));
            ready().then()
                    .statusCode(200)
                    .body("checks.data.redis", hasItem(containsString("503")))
                    .body("checks.data.degraded", hasItem(true));
        } finally {
            redis.restart();
        }
        Eventually.within(
                Duration.ofSeconds(2), "accepted again", () -> send(push).statusCode() == 202);
    }

    @Test
    void redisThatHangsIsA503WithinASecond() {
        // Given
        send(crm(body())).then().statusCode(202);
        redis.pauseProcess();

        // When
        long start = System.nanoTime();
        Response response = send(crm(body()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);

        // Then
        redis.continueProcess();
        response.then().statusCode(503);
        assertThat(took).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
        Eventually.within(
                Duration.ofSeconds(2), "accepted again", () -> send(crm(body())).statusCode() == 202);
    }

    @Test
    void stoppedPostgresIsOnlyADegradation() {
        // Given
        postgres.stop();

        // When
        Response response = send(crm(body()));

        // Then
        try {
            response.then().statusCode(202);
            Eventually.until("health says so", () -> ready().asString().contains("does not answer"));
            ready().then().statusCode(200).body("checks.data.degraded", hasItem(true));
        } finally {
            postgres.restart();
        }
        Eventually.until("health is well again", () -> ready().asString().contains("\"degraded\": false"));
    }

    @Test
    void contentAndSecretsAreNeverLogged() {
        // Given
        LogLines lines = LogLines.collect();

        // When
        try {
            send(crm(SignedPush.body(address, 940_001))).then().statusCode(202);
            send(SignedPush.of("crm", Keys.OTHER_SECRET, Instant.now(), SignedPush.body(address, 1)));
            send(crm("{\"pointers\":[{\"mailbox\":\"" + address + "\",\"folder\":1}]}"));
            send(crm(SignedPush.body("nobody-" + address, 1)));
        } finally {
            lines.close();
        }

        // Then
        assertThat(lines.all()).anyMatch(line -> line.contains("inbound_email_queue_enqueue"));
        assertThat(lines.all())
                .noneMatch(line -> line.contains(address)
                        || line.contains("Secret-Folder")
                        || line.contains(Keys.SECRET)
                        || line.contains("v1="));
    }

    @Test
    void otherPathsTellNothing() {
        given().get(endpoint.resolve("/"))
                .then()
                .statusCode(404)
                .body(not(containsString("Quarkus")))
                .header("Server", nullValue());
        given().get(endpoint.resolve("/q/metrics")).then().statusCode(404);
    }

    @Test
    void figuresAreOnTheManagementPort() {
        // Given
        send(crm(body())).then().statusCode(202);
        given().contentType("application/json").body("{}").post(endpoint).then().statusCode(401);

        // When
        String figures = given().get(management.resolve("/q/metrics")).asString();

        // Then
        assertThat(figures)
                .contains("waybill_ingress_requests_total{outcome=\"accepted\"")
                .contains("waybill_ingress_requests_total{outcome=\"unauthenticated\"")
                .contains("waybill_ingress_notifications_total{outcome=\"queued\"")
                .contains("waybill_ingress_enqueue_seconds_count{")
                .doesNotContain(mailbox.toString());
    }
}
