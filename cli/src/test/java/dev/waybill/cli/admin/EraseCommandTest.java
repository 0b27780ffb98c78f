package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EraseCommandTest {
    private static final String PAGE = """
        {"dryRun": false, "erased": {"tickets": 1, "comments": 4, "mentions": 2, "files": 3, "originals": 5, "reports": 0,
         "contacts": 0}, "next": %s}
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
    void theReportSumsUpAllSlices() {
        // Given
        api.on("POST /v1/erasures", PAGE.formatted("\"comments:5000\""))
                .on("POST /v1/erasures", PAGE.formatted("null"));

        // When
        Shell.Ended ended = shell.waybill("erase", "ann@example.org");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("erased 2 tickets, 8 comments, 4 mentions, 6 attachments, 10 originals, 0 reports and 0"
                        + " contacts");
        assertThat(api.asked).hasSize(2);
        assertThat(api.asked.getLast().body()).contains("\"cursor\":\"comments:5000\"");
    }

    @Test
    void aDryRunSaysThatNothingWasChanged() {
        // Given
        api.on("POST /v1/erasures?dryRun=true", PAGE.formatted("null"));

        // When
        Shell.Ended ended = shell.waybill("erase", "--dry-run", "ann@example.org");

        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("would erase 1 tickets, 4 comments").contains("Nothing was changed");
    }
}
