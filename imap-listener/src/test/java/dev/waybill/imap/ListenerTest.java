package dev.waybill.imap;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;

import dev.waybill.devstack.MailServer;
import dev.waybill.devstack.PostgresServer;
import dev.waybill.devstack.RedisServer;
import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.MailboxState;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.Secret;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.file.FileApplication;
import dev.waybill.mailbox.file.FileMailboxes;
import dev.waybill.mailbox.file.MailboxFile;
import dev.waybill.mailbox.registry.PostgresFileMailboxes;
import dev.waybill.mailbox.registry.PostgresMailboxRegistry;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.QueueControl;
import dev.waybill.queue.QueueUnavailableException;
import dev.waybill.queue.redis.RedisQueue;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service on real servers: Redis, PostgreSQL and an IMAP server. */
@QuarkusTest
@QuarkusTestResource(ListenerServers.class)
@Timeout(120)
final class ListenerTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
    /** For what takes three seconds where nothing else runs: two looks at the file, one at the registry, one at the fleet, a login. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(12);

    RedisServer redis;
    PostgresServer postgres;
    MailServer mail;

    @Inject
    Redis client;

    @Inject
    QueueConfig queueConfig;

    @Inject
    AgroalDataSource database;

    @Inject
    SecretBox secrets;

    @Inject
    WatcherFleet fleet;

    @Inject
    MailboxHealthLog health;

    @Inject
    ListenerPorts ports;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private final String address = "box-" + UUID.randomUUID() + "@example.com";
    private MailboxRegistry registry;
    private QueueControl queue;

    @BeforeEach
    void open() {
        registry = new PostgresMailboxRegistry(database, secrets, new HostPolicy(true));
        queue = new RedisQueue(client, client, queueConfig.settings()).control();
        mail.addUser(new MailServer.User(address, PASSWORD));
        Eventually.until(
                "ready at " + management,
                () -> given().get(management.resolve("/q/health/ready")).statusCode() == 200);
    }

    @AfterEach
    void removeAll() {
        for (Mailbox mailbox : registry.changesSince(0).changed()) {
            registry.remove(mailbox.id());
        }
        Eventually.until("no mailbox is watched", () -> watched() == 0);
    }

    private Mailbox connect(Instant startAt, String password) {
        return registry.add(new NewMailbox(
                "default",
                address,
                new Connection.Imap(mail.host(), mail.imapPort(), Connection.Security.NONE, address),
                List.of("INBOX"),
                startAt,
                new AfterProcessing.Keep(),
                new Secret.Password(password)));
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            mail.append(
                    address,
                    "INBOX",
                    ("From: a@example.org\r\nSubject: s" + i + "\r\nMessage-ID: <" + UUID.randomUUID()
                                    + "@example.org>\r\n\r\nhello\r\n")
                            .getBytes(US_ASCII));
        }
    }

    /** One that asks for a comparison is no mail. */
    private long pointers(Mailbox mailbox) {
        PointerId comparison = new Pointer(mailbox.id(), new Locator.Reconcile(0, "any"), 0, "").id();
        return queue.mailbox(mailbox.id()).waiting()
                - queue.places(List.of(comparison)).size();
    }

    private int watched() {
        int watched = 0;
        for (WatcherPhase phase : WatcherPhase.values()) {
            watched += phase == WatcherPhase.PAUSED ? 0 : fleet.count(phase);
        }
        return watched;
    }

    @Test
    void mailIsAPointerInRedisWithinASecond() {
        // Given
        Mailbox mailbox = connect(Instant.now(), PASSWORD);
        Eventually.within(FIVE_SECONDS, "the new mailbox is watched", () -> fleet.count(WatcherPhase.ACTIVE) == 1);

        // When
        deliver(1);

        // Then
        Eventually.within(Duration.ofSeconds(1), "its pointer", () -> pointers(mailbox) == 1);
        Object body =
                Objects.requireNonNull(redis.command("HVALS", queueConfig.keys().prefix() + "body"));
        assertThat(body.toString())
                .contains(mailbox.id().toString())
                .containsPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
                .doesNotContain(address);
    }

    @Test
    void pauseAndResumeTakeEffectWithinFiveSeconds() {
        // Given
        Mailbox mailbox = connect(Instant.now(), PASSWORD);
        Eventually.until("it is watched", () -> fleet.count(WatcherPhase.ACTIVE) == 1);

        // When
        registry.setPaused(mailbox.id(), true);
        Eventually.within(FIVE_SECONDS, "it is left", () -> watched() == 0);
        deliver(2);
        registry.setPaused(mailbox.id(), false);

        // Then
        Eventually.within(FIVE_SECONDS, "what came meanwhile is caught up", () -> pointers(mailbox) == 2);
    }

    /** The file as queue-consumer looks at it, each second, and the listener's own way to it: one registry between them. */
    @Test
    void mailboxFileThatChangesIsWatchedWithinSeconds(@TempDir Path directory) throws Exception {
        // Given
        Path path = Files.writeString(directory.resolve("mailboxes.yml"), "mailboxes: []\n");
        HostPolicy hosts = new HostPolicy(true);
        FileMailboxes mailboxes = new PostgresFileMailboxes(database, secrets, hosts);
        MailboxFile file = new MailboxFile(path, secrets, name -> null);
        FileApplication application = new FileApplication(mailboxes, hosts);
        SteadyLoop looks = new SteadyLoop(
                "file",
                Duration.ofSeconds(1),
                () -> {
                    if (mailboxes.lead(Duration.ofSeconds(10)) && file.hasChanged()) {
                        application.apply(path.toString(), file.read(), Instant.now());
                    }
                },
                Time.system());
        looks.start();
        try {
            // When
            Files.writeString(path, """
                mailboxes:
                - email: %s
                  password: "%s"
                  name: INBOX
                  host: %s
                  port: %d
                  ssl: false
                  start_tls: false
                """.formatted(address, PASSWORD, mail.host(), mail.imapPort()));

            // Then
            Eventually.within(BUSY_MACHINE, "a connection", () -> fleet.count(WatcherPhase.ACTIVE) == 1);
            deliver(1);
            Mailbox mailbox = registry.changesSince(0).changed().getFirst();
            Eventually.until("its mail is a pointer", () -> pointers(mailbox) == 1);

            // When
            Files.writeString(path, "mailboxes: []\n");

            // Then
            Eventually.within(BUSY_MACHINE, "no connection", () -> watched() == 0);
        } finally {
            looks.stop(Duration.ofSeconds(2));
        }
    }

    @Test
    void wrongPasswordIsSaidInWordsWithTheNextTry() {
        // When
        Mailbox mailbox = connect(Instant.now(), "wrong");

        // Then
        Eventually.until(
                "the state",
                () -> health.find(mailbox.id())
                        .map(found -> found.state() == MailboxState.AUTH_FAILED)
                        .orElse(false));
        MailboxHealth found = health.find(mailbox.id()).orElseThrow();
        assertThat(found.lastError()).contains(mail.host()).doesNotContain("wrong");
        assertThat(found.nextTry())
                .hasValueSatisfying(
                        next -> assertThat(next).isAfter(Instant.now().plusSeconds(200)));
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.data.auth_failed", hasItem(1));
    }

    @Test
    void everyMailSinceTheBeginningBecomesOnePointer() {
        // Given
        deliver(1_500);

        // When
        Mailbox mailbox = connect(Instant.EPOCH, PASSWORD);

        // Then
        Eventually.until("1,500 pointers", () -> pointers(mailbox) == 1_500);
        Eventually.until(
                "the position is at the end",
                () -> position(mailbox)
                        .equals(mail.uidValidity(address, "INBOX") + ":"
                                + mail.uids(address, "INBOX").getLast()));
        assertThat(pointers(mailbox)).isEqualTo(1_500);
        assertThat(ports.marks().find(mailbox.id(), "INBOX"))
                .map(FolderMarks.FolderMark::startUid)
                .hasValue(1L);
    }

    private String position(Mailbox mailbox) {
        return ports.queue()
                .position(FolderPosition.field(mailbox.id(), "INBOX"))
                .orElse("");
    }

    @Test
    void redisThatWasStoppedAndCameBackEmptyIsFilledAgain() {
        // Given
        Mailbox mailbox = connect(Instant.now(), PASSWORD);
        Eventually.until("it is watched", () -> fleet.count(WatcherPhase.ACTIVE) == 1);
        deliver(3);
        Eventually.until("three pointers", () -> pointers(mailbox) == 3);

        // When
        redis.stop();
        deliver(2);
        given().get(management.resolve("/q/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.data.redis", hasItem(containsString("nothing is enqueued")))
                .body("checks.data.degraded", hasItem(true));
        redis.restart();

        // Then
        Eventually.until("five pointers", () -> {
            try {
                return pointers(mailbox) == 5;
            } catch (QueueUnavailableException notYet) {
                return false;
            }
        });
        Eventually.until(
                "all is well",
                () -> given().get(management.resolve("/q/health/ready"))
                        .asString()
                        .contains("\"redis\": \"answers\""));
        assertThat(health.find(mailbox.id()).map(MailboxHealth::state)).hasValue(MailboxState.ACTIVE);
    }

    @Test
    void postgresThatStopsDoesNotStopTheWatching() {
        // Given
        Mailbox mailbox = connect(Instant.now(), PASSWORD);
        Eventually.until("it is watched", () -> fleet.count(WatcherPhase.ACTIVE) == 1);
        postgres.stop();

        // When
        deliver(2);

        // Then
        try {
            Eventually.until("two pointers", () -> pointers(mailbox) == 2);
            Eventually.until(
                    "health says so",
                    () -> given().get(management.resolve("/q/health/ready"))
                            .asString()
                            .contains("does not answer; the mailboxes known are watched"));
        } finally {
            postgres.restart();
        }
        Eventually.until(
                "the registry answers again",
                () -> given().get(management.resolve("/q/health/ready"))
                        .asString()
                        .contains("\"postgres\": \"answers\""));
    }

    @Test
    void figuresAreOnTheManagementPort() {
        // Given
        Mailbox mailbox = connect(Instant.now(), PASSWORD);
        Eventually.until("it is watched", () -> fleet.count(WatcherPhase.ACTIVE) == 1);
        deliver(1);
        Eventually.until("its pointer", () -> pointers(mailbox) == 1);

        // When
        String figures = given().get(management.resolve("/q/metrics")).asString();

        // Then
        assertThat(figures)
                .contains("waybill_listener_mailboxes{state=\"active\"")
                .contains("waybill_listener_connections")
                .contains("waybill_listener_parts")
                .contains("waybill_listener_replicas")
                .contains("waybill_listener_messages_total{")
                .contains("waybill_listener_enqueue_seconds_count{")
                .contains("waybill_listener_catch_up_pages_total")
                .doesNotContain(mailbox.id().toString());
    }
}
