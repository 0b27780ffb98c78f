package dev.waybill.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactVerbsTest {
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
    void contactsThatBounceAreListedWithTheReason() {
        // Given
        api.on("GET /v1/contacts?limit=100", """
            {"contacts": [{"tenant": "default", "address": "gone@example.net", "bouncingSince": "2020-01-01T00:00:00Z",
              "reason": "user_unknown", "status": "5.1.1", "diagnostic": "no \\u001b[31m such user"}],
             "next": "gone@example.net"}
            """);
        // When
        Shell.Ended ended = shell.waybill("contact", "list");
        // Then
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("gone@example.net", "user_unknown", "5.1.1", "more: --after gone@example.net")
                .doesNotContain("\u001b");
    }

    @Test
    void personClearsTheFlag() {
        // Given
        String answer = "{\"dryRun\": false, \"changed\": true, \"message\": \"cleared the flag of gone@example.net\"}";
        api.on("POST /v1/contacts/clear", answer);
        api.on("POST /v1/contacts/clear?dryRun=true", answer.replace("cleared", "would clear"));
        // When
        Shell.Ended dry = shell.waybill("contact", "clear", "gone@example.net", "--dry-run");
        Shell.Ended ended = shell.waybill("contact", "clear", "gone@example.net", "--tenant", "acme");
        // Then
        assertThat(dry.out()).contains("would clear the flag");
        assertThat(ended.out()).contains("cleared the flag of gone@example.net");
        assertThat(api.asked)
                .last()
                .satisfies(asked -> assertThat(asked.body()).contains("\"gone@example.net\"", "\"acme\""));
    }
}
