package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueVerbsTest {
    private static final String STATS = """
        {"paused":false,"waiting":7,"ready":4,"landing":1,"inFlight":3,"delayed":2,"suspects":0,"dead":9,"heldMailboxes":2,
         "activeMailboxes":5,"claims":1,"overdueLeases":0,"oldestReadyMillis":185000,"oldestDeadMillis":7300000,
         "rates":{"overSeconds":60.004,"enqueued":12.25,"acked":11.5,"retried":0.25,"died":0},
         "held":[{"mailboxKey":"abcdefghij","mailbox":null,"address":null,"until":null,"reason":"paused"},
                 {"mailboxKey":"bbcdefghij","mailbox":null,"address":"a@b.example","until":"2099-01-01T00:00:00Z",
                  "reason":"throttled"}]}
        """;

    private static final String DETAILS = """
        {"oldestWaitingMillis":620000,"waitingMailboxes":2,
         "busiest":[{"mailboxKey":"abcdefghij","mailbox":null,"address":"a@b.example","waiting":6,"active":8,"held":false,
                     "oldestWaitingMillis":620000}],
         "consumers":[{"consumer":"host-1","claims":1,"pointers":3,"oldestClaimMillis":4000,"overdue":0}]}
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
    void statsAreNumbersUnderNamesAndAges() {
        // Given
        api.on("GET /v1/queue", STATS).on("GET /v1/queue/details?limit=10", DETAILS);

        // When
        Shell.Ended ended = shell.waybill("queue", "stats");

        // Then
        assertThat(ended.out())
                .startsWith("running")
                .containsPattern("pointers +7 +5 +3 +2 +0 +9")
                .containsPattern("oldest +10m +3m +4s +2h")
                .contains("5 mailboxes at work, 2 with more waiting, 2 held; 1 claims, 0 of them overdue")
                .contains("a second, over the last 60 s: 12.3 enqueued, 11.5 acked, 0.3 retried, 0.0 dead")
                .containsPattern("a@b.example +6 +10m +8")
                .containsPattern("host-1 +3 +1 +4s +0")
                .containsPattern("abcdefghij +resumed +paused")
                .containsPattern("a@b.example +in \\d+d +throttled");
    }

    @Test
    void statsAsJsonAreWhatTheServerSaid() throws Exception {
        // Given
        api.on("GET /v1/queue", STATS).on("GET /v1/queue/details?limit=3", DETAILS);

        // When
        Shell.Ended ended = shell.waybill("queue", "stats", "--json", "--top", "3");

        // Then
        ObjectNode both = (ObjectNode) Screen.JSON.readTree(STATS);
        both.setAll((ObjectNode) Screen.JSON.readTree(DETAILS));
        assertThat(Screen.JSON.readTree(ended.out())).isEqualTo(both);
    }

    @Test
    void pauseAndResumeReport() {
        // Given
        api.on("POST /v1/queue/pause", "{\"message\": \"paused the queue\"}")
                .on("POST /v1/queue/resume?dryRun=true", "{\"message\": \"would resume the queue\"}");

        // When
        Shell.Ended paused = shell.waybill("queue", "pause");
        Shell.Ended resumed = shell.waybill("queue", "resume", "--dry-run");

        // Then
        assertThat(paused.out().strip()).isEqualTo("paused the queue");
        assertThat(resumed.out().strip()).isEqualTo("would resume the queue");
    }

    @Test
    void drainAsksAgainUntilNothingIsInFlight() {
        // Given
        String call = "POST /v1/queue/drain?timeout=2000ms";
        api.on(call, "{\"drained\":false,\"inFlight\":12,\"message\":\"12 pointers are still in flight\"}")
                .on(call, "{\"drained\":true,\"inFlight\":0,\"message\":\"drained\"}");

        // When
        Shell.Ended ended = shell.waybill("queue", "drain", "--timeout", "1h");

        // Then
        assertThat(ended.status()).isZero();
        assertThat(ended.out().strip()).isEqualTo("drained");
        assertThat(api.asked).hasSize(2);
    }

    @Test
    void drainThatDoesNotEndInTimeFails() {
        // Given
        api.on(
                "POST /v1/queue/drain?timeout=0ms",
                "{\"drained\":false,\"inFlight\":1,\"message\":\"1 pointers are still in flight\"}");

        // When
        Shell.Ended ended = shell.waybill("queue", "drain", "--timeout", "0s");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.out()).contains("still in flight");
    }

    @Test
    void drainRefusesATimeoutThatIsNone() {
        // When
        Shell.Ended ended = shell.waybill("queue", "drain", "--timeout", "soon");

        // Then
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--timeout is 'soon'");
        assertThat(api.asked).isEmpty();
    }

    @Test
    void whatTheServerRefusesIsSaidInItsWords() {
        // Given
        api.on("GET /v1/queue", 503, "{\"error\": \"Redis does not answer\"}");

        // When
        Shell.Ended ended = shell.waybill("queue", "stats");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err().strip()).isEqualTo("Redis does not answer");
    }

    @Test
    void anAnswerThatIsNotWaybillsIsSaidToBeNone() {
        // Given
        api.on("GET /v1/queue", 502, "<html>bad gateway</html>");

        // When
        Shell.Ended ended = shell.waybill("queue", "stats");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("answered 502").contains("is it Waybill's admin address?");
    }
}
