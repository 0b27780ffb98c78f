package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxReconcileCommandTest {
    private static final String ASK = "POST /v1/mailboxes/help%40example.com/reconcile";
    private static final String STATE = "GET /v1/mailboxes/help%40example.com/reconciliation";
    private static final String REPORT = """
        {"found": 12, "known": 8, "waiting": 1, "dead": 1, "missing": 2, "enqueued": %d, "missingIds": ["AAAA", "BBBB"],
         "folders": [{"folder": "INBOX", "found": 10, "known": 6, "waiting": 1, "dead": 1, "missing": 2, "enqueued": %1$d},
                     {"folder": "Sales", "found": 2, "known": 2, "waiting": 0, "dead": 0, "missing": 0, "enqueued": 0}]}
        """;

    @TempDir
    Path directory;

    private FakeAdminApi api;
    private Shell shell;

    @BeforeEach
    void start() {
        api = new FakeAdminApi();
        shell = new Shell(api, directory);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void itWaitsForTheComparisonThatWasAskedForAndReportsIt() {
        // Given: one that began before the request is under way
        api.on(ASK + "?since=7d", "{\"begun\": 4}")
                .on(STATE, state(4, 3, "", "in_flight"))
                .on(STATE, state(4, 4, "", "waiting"))
                .on(STATE, state(5, 4, "", "in_flight"))
                .on(STATE, state(5, 5, "", "in_flight"))
                .on(STATE, state(5, 5, "", null));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com", "--since", "7d");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .containsPattern("folder +found +known +waiting +dead +missing +enqueued")
                .containsPattern("INBOX +10 +6 +1 +1 +2 +2")
                .containsPattern("all +12 +8 +1 +1 +2 +2")
                .contains("missing: AAAA BBBB")
                .contains("2 of 2 missing were enqueued");
        assertThat(api.asked).hasSize(6);
    }

    @Test
    void aComparisonThatFailsEndsWithTheReason() {
        // Given
        api.on(ASK, "{\"begun\": 4}").on(STATE, state(5, 5, "imap.example.com does not answer.", "delayed"));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("help@example.com could not be compared: imap.example.com does not answer.");
    }

    @Test
    void aFailureOfAnEarlierComparisonIsNotTakenForThisOnes() {
        // Given
        api.on(ASK, "{\"begun\": 4}")
                .on(STATE, state(4, 4, "it was away", "waiting"))
                .on(STATE, state(5, 5, "", null));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void aRequestThatRedisLostIsSaid() {
        // Given
        api.on(ASK, "{\"begun\": 4}").on(STATE, state(4, 4, "", null));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("the request is gone from the queue");
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        // Given
        api.on(ASK, 409, "{\"error\": \"help@example.com is paused, so it is not compared\"}");

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("is paused");
    }

    @Test
    void aDryRunReportsAtOnceAndChangesNothing() throws Exception {
        // Given
        api.on(ASK + "?dryRun=true", "{\"begun\": 0, \"report\": " + REPORT.formatted(0) + "}");

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "help@example.com", "--dry-run");
        Shell.Ended json = shell.waybill("mailbox", "reconcile", "help@example.com", "--dry-run", "--json");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("2 would be enqueued; nothing was changed");
        JsonNode printed = Screen.JSON.readTree(json.out());
        assertThat(printed.path("missing").asInt()).isEqualTo(2);
        assertThat(printed.path("dryRun").asBoolean()).isTrue();
        assertThat(printed.path("mailbox").asText()).isEqualTo("help@example.com");
    }

    @Test
    void allAreSummedUpAndOneThatFailsDoesNotStopTheOthers() throws Exception {
        // Given
        api.on("GET /v1/mailboxes", """
            [{"id": "1", "address": "a@example.com", "state": "active"},
             {"id": "2", "address": "b@example.com", "state": "auth_failed"},
             {"id": "3", "address": "c@example.com", "state": "paused"},
             {"id": "4", "address": "d@example.com", "state": "active"}]
            """)
                .on("POST /v1/mailboxes/1/reconcile", "{\"begun\": 0}")
                .on("POST /v1/mailboxes/2/reconcile", 409, "{\"error\": \"its credential is refused\"}")
                .on("POST /v1/mailboxes/4/reconcile", "{\"begun\": 0}")
                .on("GET /v1/mailboxes/1/reconciliation", state(1, 1, "", null))
                .on("GET /v1/mailboxes/4/reconciliation", state(1, 1, "", null));

        // When
        Shell.Ended ended = shell.waybill("mailbox", "reconcile", "--all");
        Shell.Ended json = shell.waybill("mailbox", "reconcile", "--all", "--json");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("its credential is refused");
        assertThat(ended.out())
                .containsPattern("2 +24 +16 +2 +2 +4 +4")
                .contains("1 paused ones were left alone; 1 could not be compared");
        JsonNode printed = Screen.JSON.readTree(json.out());
        assertThat(printed.path("total").path("found").asInt()).isEqualTo(24);
        assertThat(printed.path("mailboxes")).hasSize(2);
        assertThat(printed.path("failed").path(0).path("mailbox").asText()).isEqualTo("b@example.com");
    }

    @Test
    void oneMailboxOrAllIsToBeNamed() {
        assertThat(shell.waybill("mailbox", "reconcile").status()).isEqualTo(2);
        assertThat(shell.waybill("mailbox", "reconcile", "help@example.com", "--all")
                        .status())
                .isEqualTo(2);
    }

    private static String state(int begun, int ended, String problem, String queued) {
        return """
            {"begun": %d, "ended": %d, "running": %b, "progress": 3, "problem": "%s", "queued": %s, "report": %s}
            """.formatted(
                        begun,
                        ended,
                        ended < begun,
                        problem,
                        queued == null ? "null" : "\"" + queued + "\"",
                        REPORT.formatted(2));
    }
}
