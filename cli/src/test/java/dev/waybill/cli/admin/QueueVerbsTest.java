package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueVerbsTest {
    private static final String STATS = """
            {"paused":false,"waiting":7,"ready":4,"landing":1,"inFlight":3,"delayed":2,"suspects":0,"dead":9,"heldMailboxes":2,
             "activeMailboxes":5,"claims":1,"overdueLeases":0,"oldestReadyMillis":185000,"oldestDeadMillis":7300000,
             "held":[{"mailboxKey":"abcdefghij","mailbox":null,"address":null,"until":null,"reason":"paused"},
                     {"mailboxKey":"bbcdefghij","mailbox":null,"address":"a@b.example","until":"2099-01-01T00:00:00Z",
                      "reason":"throttled"}]}
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
        api.on("GET /v1/queue", STATS);

        // When
        Shell.Ended ended = shell.waybill("queue", "stats");

        // Then
        assertThat(ended.out())
                .startsWith("running")
                .containsPattern("7 +5 +3 +2 +0 +9")
                .contains("oldest ready 3m, oldest dead 2h")
                .containsPattern("abcdefghij +resumed +paused")
                .containsPattern("a@b.example +in \\d+d +throttled");
    }

    @Test
    void statsAsJsonAreWhatTheServerSaid() throws Exception {
        // Given
        api.on("GET /v1/queue", STATS);

        // When
        Shell.Ended ended = shell.waybill("queue", "stats", "--json");

        // Then
        assertThat(Screen.JSON.readTree(ended.out())).isEqualTo(Screen.JSON.readTree(STATS));
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
