package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DlqVerbsTest {
    private static final String ID = "AAAAAAAAAAbbbbbbbbbbbb";
    private static final String LETTER = """
        {"id":"%s","mailbox":{"id":"7d6c1c7e-0000-4000-8000-000000000001","address":"a@b.example"},"kind":"imap",
         "reason":"parse_failed","detail":"header without end","attempts":5,"crashes":1,"diedAt":"2020-01-02T00:00:00Z",
         "firstSeen":"2020-01-01T00:00:00Z","replays":2,"errors":["first try","second try"],"consumer":"c1",
         "pointer":{"v":1,"kind":"imap"}}
        """.formatted(ID);

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
    void listSendsItsFiltersAndShowsHowToGoOn() {
        // Given
        api.on(
                "GET /v1/dlq?mailbox=a%40b.example&reason=parse_failed&kind=imap&olderThan=2h&limit=1&cursor=4",
                "{\"entries\":[" + LETTER + "],\"next\":\"5\",\"total\":12}");

        // When
        Shell.Ended ended = shell.waybill(
                "dlq",
                "list",
                "--mailbox",
                "a@b.example",
                "--reason",
                "parse_failed",
                "--kind",
                "imap",
                "--older-than",
                "2h",
                "--limit",
                "1",
                "--cursor",
                "4");

        // Then
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .containsPattern(ID + " +a@b.example +imap +parse_failed +5 +1 +\\d+d")
                .contains("1 of 12 dead letters")
                .contains("more: --cursor 5");
    }

    @Test
    void showTellsTheHistory() {
        // Given
        api.on("GET /v1/dlq/" + ID, LETTER);

        // When
        Shell.Ended ended = shell.waybill("dlq", "show", ID);

        // Then
        assertThat(ended.out())
                .contains("parse_failed")
                .contains("5 failures, 1 crashes, 2 replays")
                .contains("header without end")
                .contains("first try")
                .contains("second try");
    }

    @Test
    void replayOfIdsSendsThem() {
        // Given
        api.on("POST /v1/dlq/replay", "{\"message\": \"replayed 1 dead letter\"}");

        // When
        Shell.Ended ended = shell.waybill("dlq", "replay", ID, "--rate", "10");

        // Then
        assertThat(ended.out().strip()).isEqualTo("replayed 1 dead letter");
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"ids\":[\"" + ID + "\"],\"rate\":10}");
    }

    @Test
    void dropOfAFilterSendsIt() {
        // Given
        api.on("POST /v1/dlq/drop?dryRun=true", "{\"message\": \"would drop 3 dead letters\"}");

        // When
        Shell.Ended ended = shell.waybill("dlq", "drop", "--older-than", "7d", "--limit", "3", "--dry-run");

        // Then
        assertThat(ended.out().strip()).isEqualTo("would drop 3 dead letters");
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"olderThan\":\"7d\",\"limit\":3}");
    }

    @Test
    void aLongReplayIsAskedForInSlices() {
        // Given
        api.on("POST /v1/dlq/replay", "{\"matched\": 50, \"changed\": 50, \"next\": \"9.5.x\"}");
        api.on("POST /v1/dlq/replay", "{\"matched\": 30, \"changed\": 29, \"next\": null}");

        // When
        Shell.Ended ended = shell.waybill("dlq", "replay", "--reason", "crash", "--rate", "10", "--limit", "200");

        // Then
        assertThat(ended.status()).isZero();
        assertThat(ended.out().strip()).isEqualTo("replayed 79 dead letters");
        assertThat(api.asked)
                .extracting(FakeAdminApi.Asked::body)
                .containsExactly(
                        "{\"reason\":\"crash\",\"limit\":200,\"rate\":10}",
                        "{\"reason\":\"crash\",\"limit\":150,\"rate\":10,\"cursor\":\"9.5.x\"}");
    }

    @Test
    void anInterruptedReplaySaysHowToGoOn() {
        // Given
        api.on("POST /v1/dlq/replay", "{\"matched\": 50, \"changed\": 50, \"next\": \"9.5.x\"}");
        api.on("POST /v1/dlq/replay", 503, "{\"error\": \"Redis is away\"}");

        // When
        Shell.Ended ended = shell.waybill("dlq", "replay", "--all");

        // Then
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("Redis is away")
                .contains("replayed 50 dead letters and stopped")
                .contains("--cursor 9.5.x");
    }

    @Test
    void nothingIsNeverTakenForEverything() {
        // When
        Shell.Ended nothing = shell.waybill("dlq", "drop");
        Shell.Ended both = shell.waybill("dlq", "drop", ID, "--all");

        // Then
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(both.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("say which");
        assertThat(api.asked).isEmpty();
    }

    @Test
    void everythingIsAskedForInSoManyWords() {
        // Given
        api.on("POST /v1/dlq/replay", "{\"message\": \"replayed 12 dead letters\"}");

        // When
        Shell.Ended ended = shell.waybill("dlq", "replay", "--all");

        // Then
        assertThat(ended.status()).isZero();
        assertThat(api.asked.getFirst().body()).isEqualTo("{\"all\":true}");
    }
}
