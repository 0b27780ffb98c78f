package dev.waybill.consumer.admin;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.waybill.consumer.Await;
import dev.waybill.devstack.MailServer;
import dev.waybill.mailbox.FolderMarks;
import dev.waybill.mailbox.FolderMarks.FolderMark;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin API over HTTP, on the running service with real servers. */
@QuarkusTest
@WithTestResource(AdminApiServers.class)
class AdminApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    MailServer mail;

    @Inject
    PointerQueue queue;

    @Inject
    FolderMarks marks;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/mailboxes",
                "/v1/mailboxes/nobody@example.com",
                "/v1/mailboxes/nobody@example.com/push",
                "/v1/mailboxes/nobody@example.com/reconciliation",
                "/v1/queue",
                "/v1/dlq",
                "/v1/dlq/x",
                "/v1/messages?id=x",
                "/v1/messages/x/raw",
                "/v1/tickets",
                "/v1/tickets/1/attachments/1",
                "/v1/no-such-thing"
            })
    void withoutTheTokenEveryAddressIsClosed(String path) {
        // When, Then
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("Bearer"))
                .contentType(ContentType.JSON)
                .body("error", containsString("Authorization: Bearer"));
        given().header("Authorization", "Bearer wrong")
                .get(path)
                .then()
                .statusCode(401)
                .body("error", equalTo("the admin token is not the right one"));
    }

    @Test
    void whatIsNotThereIsAnsweredInJson() {
        // When, Then
        api().get("/v1/no-such-thing").then().statusCode(404).body("error", containsString("/v1/mailboxes"));
        api().get("/v1/mailboxes/nobody@example.com")
                .then()
                .statusCode(404)
                .body("error", containsString("no mailbox nobody@example.com"));
        api().put("/v1/mailboxes").then().statusCode(405).body("error", notNullValue());
        api().contentType("text/csv")
                .body("a,b")
                .post("/v1/mailboxes")
                .then()
                .statusCode(415)
                .body("error", notNullValue());
        api().contentType(ContentType.JSON)
                .body("{")
                .post("/v1/mailboxes")
                .then()
                .statusCode(400)
                .body("error", containsString("not JSON"));
        api().get("/v1/tickets?limit=many").then().statusCode(400).body("fields.field", hasItem("limit"));
        api().post("/v1/queue/pause?dry_run=true").then().statusCode(400).body("fields.field", hasItem("dry_run"));
        api().post("/v1/queue/pause?dryRun=yes").then().statusCode(400).body("fields.field", hasItem("dryRun"));
        api().get("/v1/tickets?limit=0").then().statusCode(400).body("fields.field", hasItem("limit"));
    }

    @Test
    void aMailboxIsConnectedOnce() {
        // Given
        String address = fresh();

        // When
        ExtractableResponse<Response> would = connect(address, "?dryRun=true");
        ExtractableResponse<Response> added = connect(address, "");
        ExtractableResponse<Response> again = connect(address, "");

        // Then
        assertThat(would.statusCode()).isEqualTo(200);
        assertThat(would.jsonPath().getString("message")).startsWith("would connect " + address);
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.asString()).doesNotContain("secret-of-" + address);
        assertThat(again.statusCode()).isEqualTo(409);
        api().get("/v1/mailboxes")
                .then()
                .statusCode(200)
                .body("find { it.address == '" + address + "' }.provider", equalTo("imap"))
                .body("find { it.address == '" + address + "' }.state", equalTo("active"))
                .body("find { it.address == '" + address + "' }.folders", equalTo(List.of("INBOX")));
    }

    @Test
    void aMailboxIsComparedOnDemand() {
        // Given
        String address = fresh();
        String path = "/v1/mailboxes/" + connect(address, "").jsonPath().getString("mailbox.id");

        // When
        api().post(path + "/reconcile?dryRun=true&since=all")
                .then()
                .statusCode(200)
                .body("message", equalTo(address + ": of 0 mails none is missing; nothing would be enqueued"));
        long begun = api().post(path + "/reconcile")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("begun");

        // Then
        Await.until("it is compared", () -> {
            JsonPath state = api().get(path + "/reconciliation").jsonPath();
            return state.getLong("ended") > begun && state.get("queued") == null;
        });
        api().get(path + "?provider=false")
                .then()
                .body("reconciliation.lastAt", notNullValue())
                .body("reconciliation.problem", equalTo(""))
                .body("reconciliation.missing", equalTo(0));
        api().post(path + "/reconcile?since=yesterday").then().statusCode(400).body("fields.field", hasItem("since"));
    }

    @Test
    void everyWrongFieldIsNamed() {
        // When, Then
        api().contentType(ContentType.JSON)
                .body("{\"address\": \"x\", \"imap\": {\"port\": 0}}")
                .post("/v1/mailboxes")
                .then()
                .statusCode(400)
                .body("error", equalTo("4 fields are wrong"))
                .body("fields.field", equalTo(List.of("address", "imap.host", "imap.port", "password")));
    }

    @Test
    void aFileIsImportedEntryByEntry() {
        // Given
        String address = fresh();
        String yaml = """
            :mailboxes:
              - :email: "%s"
                :name: "INBOX"
                :password: "x"
                :host: "127.0.0.1"
              - :email: "no-password@example.com"
                :name: "INBOX"
            """.formatted(address);

        // When, Then
        api().contentType("application/yaml")
                .body(yaml.getBytes(UTF_8))
                .post("/v1/mailboxes/import")
                .then()
                .statusCode(200)
                .body("added", equalTo(1))
                .body("failed", equalTo(1))
                .body("entries.result", equalTo(List.of("added", "invalid")))
                .body("entries[1].line", equalTo(6));
    }

    @Test
    void everyMailIsAccountedForAndReadBack() {
        // Given
        String address = fresh();
        UUID id = UUID.fromString(connect(address, "").jsonPath().getString("mailbox.id"));
        marks.begin(new FolderMark(id, "INBOX", mail.uidValidity(address, "INBOX"), 1, 0));
        Await.until(
                "the first comparison, which would enqueue everything, is over",
                () -> api().get("/v1/mailboxes/" + id + "/reconciliation")
                                .jsonPath()
                                .getLong("ended")
                        > 0);
        deliver(address, "First question", "<one@example.com>", "");

        // When
        enqueue(id, address, mail.uids(address, "INBOX"));
        awaitAccount(address, a -> a.getMap("outcomes.processed").size() == 1);
        deliver(address, "Re: First question", "<two@example.com>", "In-Reply-To: <one@example.com>\r\n");
        enqueue(id, address, mail.uids(address, "INBOX"));

        // Then
        JsonPath account =
                awaitAccount(address, a -> a.getMap("outcomes.processed").size() == 2);
        assertThat(account.getMap("outcomes.processed")).isEqualTo(Map.of("ticket", 1, "comment", 1));
        assertThat(account.getInt("found")).isEqualTo(2);
        assertThat(account.getInt("unaccounted")).isZero();
        assertThat(account.getBoolean("providerChecked")).isTrue();
        readBack(address);
    }

    @Test
    void aMailOfWhichNobodyToldIsFoundByTheFirstComparison() {
        // Given
        String address = fresh();
        UUID id = UUID.fromString(connect(address, "").jsonPath().getString("mailbox.id"));

        // When
        marks.begin(new FolderMark(id, "INBOX", mail.uidValidity(address, "INBOX"), 1, 0));
        deliver(address, "Never enqueued", "<three@example.com>", "");
        api().contentType(ContentType.JSON).body("{}").post("/v1/mailboxes/" + id + "/reconcile");

        // Then
        JsonPath account =
                awaitAccount(address, a -> a.getMap("outcomes.processed").size() == 1);
        assertThat(account.getMap("outcomes.processed")).isEqualTo(Map.of("ticket", 1));
        assertThat(account.getInt("unaccounted")).isZero();
    }

    private void readBack(String address) {
        JsonPath ticket = api().get("/v1/tickets?mailbox=" + address)
                .then()
                .statusCode(200)
                .body("tickets.size()", equalTo(1))
                .body("tickets[0].subject", equalTo("First question"))
                .body("tickets[0].comments", equalTo(2))
                .extract()
                .jsonPath();
        int number = ticket.getInt("tickets[0].id");
        JsonPath shown = api().get("/v1/tickets/" + number)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(shown.getList("comments.opening")).containsExactly(true, false);
        assertThat(shown.getString("comments[0].text")).contains("Hello");
        int file = shown.getInt("comments[0].attachments[0].id");
        api().get("/v1/tickets/" + number + "/attachments/" + file)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment; filename=\"evil.html\""))
                .header("Content-Security-Policy", containsString("sandbox"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .contentType("application/octet-stream")
                .body(equalTo("<script>alert(1)</script>"));
        api().get("/v1/tickets/" + number + "/attachments/999999").then().statusCode(404);
        traced(number);
    }

    private void traced(int number) {
        String pointer = api().queryParam("id", "<one@example.com>")
                .get("/v1/messages")
                .then()
                .statusCode(200)
                .body("messages[0].ledger.effect", equalTo("ticket"))
                .body("messages[0].ledger.ticket", equalTo(number))
                .extract()
                .path("messages[0].pointer");
        api().get("/v1/messages/" + pointer).then().statusCode(200).body("messages.size()", equalTo(1));
        api().get("/v1/messages/ticket:" + number).then().statusCode(200).body("messages.size()", equalTo(2));
        api().get("/v1/messages/" + pointer + "/raw")
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString(pointer + ".eml"))
                .body(containsString("Message-ID: <one@example.com>"));
        api().get("/v1/messages/%3Cnobody%40example.com%3E").then().statusCode(404);
    }

    @Test
    void aPausedMailboxKeepsItsMailUntilItIsResumed() {
        // Given
        String address = fresh();
        UUID id = UUID.fromString(connect(address, "").jsonPath().getString("mailbox.id"));
        marks.begin(new FolderMark(id, "INBOX", mail.uidValidity(address, "INBOX"), 1, 0));
        deliver(address, "Waits", "<waits@example.com>", "");

        // When
        api().post("/v1/mailboxes/" + address + "/pause")
                .then()
                .statusCode(200)
                .body("changed", equalTo(true))
                .body("message", containsString("paused " + address));
        enqueue(id, address, mail.uids(address, "INBOX"));
        JsonPath paused = awaitAccount(address, a -> a.getInt("held") == 1);
        api().post("/v1/mailboxes/" + address + "/resume")
                .then()
                .statusCode(200)
                .body("changed", equalTo(true));
        JsonPath resumed =
                awaitAccount(address, a -> a.getMap("outcomes.processed").size() == 1);

        // Then
        assertThat(paused.getString("state")).isEqualTo("paused");
        assertThat(paused.getInt("waiting")).isZero();
        assertThat(resumed.getInt("held")).isZero();
        assertThat(resumed.getInt("found")).isEqualTo(1);
    }

    @Test
    void theQueueCanBePausedDrainedAndResumed() {
        // When, Then
        api().post("/v1/queue/drain?timeout=5s&dryRun=true")
                .then()
                .statusCode(200)
                .body("paused", equalTo(false));
        api().post("/v1/queue/drain?timeout=20s")
                .then()
                .statusCode(200)
                .body("drained", equalTo(true))
                .body("paused", equalTo(true));
        api().get("/v1/queue")
                .then()
                .statusCode(200)
                .body("paused", equalTo(true))
                .body("inFlight", equalTo(0));
        api().post("/v1/queue/resume").then().statusCode(200).body("changed", equalTo(true));
        api().get("/v1/queue").then().statusCode(200).body("paused", equalTo(false));
    }

    @Test
    void theDeadLettersCanBeListedReplayedAndDropped() {
        // When, Then
        api().get("/v1/dlq?limit=10").then().statusCode(200).body("entries", notNullValue());
        api().get("/v1/dlq/" + "A".repeat(22)).then().statusCode(404);
        for (String verb : List.of("replay", "drop")) {
            api().contentType(ContentType.JSON)
                    .body("{\"reason\": \"no_such_reason\"}")
                    .post("/v1/dlq/" + verb + "?dryRun=true")
                    .then()
                    .statusCode(200)
                    .body("matched", equalTo(0));
            api().contentType(ContentType.JSON)
                    .body("{}")
                    .post("/v1/dlq/" + verb)
                    .then()
                    .statusCode(400);
        }
    }

    private String fresh() {
        String address = "help-" + UUID.randomUUID() + "@example.com";
        mail.addUser(new MailServer.User(address, "secret-of-" + address));
        return address;
    }

    private ExtractableResponse<Response> connect(String address, String query) {
        return api().contentType(ContentType.JSON)
                .body("""
                    {"address": "%s", "password": "secret-of-%s", "since": "all",
                     "imap": {"host": "%s", "port": %d, "security": "none"}}
                    """.formatted(address, address, mail.host(), mail.imapPort()))
                .post("/v1/mailboxes" + query)
                .then()
                .extract();
    }

    private void deliver(String address, String subject, String messageId, String more) {
        String raw = """
            From: Ann <ann@example.com>
            To: %s
            Subject: %s
            Message-ID: %s
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            Hello
            --b
            Content-Type: text/html
            Content-Disposition: attachment; filename="evil.html"

            <script>alert(1)</script>
            --b--
            """.formatted(address, subject, messageId).replace("\n", "\r\n");
        mail.append(address, "INBOX", (more + raw).getBytes(UTF_8));
    }

    private void enqueue(UUID id, String address, List<Long> uids) {
        long uidValidity = mail.uidValidity(address, "INBOX");
        queue.enqueue(
                uids.stream()
                        .map(uid -> new Pointer(id, new Locator.Imap("INBOX", uidValidity, uid), 1, ""))
                        .toList(),
                Priority.LIVE);
    }

    private JsonPath awaitAccount(String address, Predicate<JsonPath> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonPath account;
        do {
            account = api().get("/v1/mailboxes/" + address)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertSumIsFound(account);
            if (condition.test(account)) {
                return account;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        } while (System.nanoTime() < deadline);
        throw new AssertionError("not within " + PATIENCE + ": " + account.prettify());
    }

    private static void assertSumIsFound(JsonPath account) {
        int outcomes = account.<Integer>getList("outcomes.collectMany { it.value.values() }").stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(outcomes
                        + account.getInt("waiting")
                        + account.getInt("inFlight")
                        + account.getInt("delayed")
                        + account.getInt("held")
                        + account.getInt("unaccounted"))
                .isEqualTo(account.getInt("found"));
    }

    private static RequestSpecification api() {
        return given().header("Authorization", "Bearer " + AdminApiServers.TOKEN);
    }
}
