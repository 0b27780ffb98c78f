package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWordsTest {
    private static final String FAILED = """
        {"level":"ERROR","message":"Failed to start application","exception":{"refId":1,"exceptionType":\
        "java.lang.RuntimeException","message":"outer","frames":[{"class":"a.B","method":"c"}],"causedBy":\
        {"exception":{"refId":2,"exceptionType":"java.net.BindException","message":"Port 8480 is taken"}}}}\
        """;

    @TempDir
    private Path directory;

    @Test
    void errorOfAServiceIsItsMessageAndItsInnermostCause() throws IOException {
        Path log =
                log("{\"level\":\"INFO\",\"message\":\"starts\"}", FAILED, "{\"level\":\"INFO\",\"message\":\"ends\"}");
        assertThat(LastWords.in(log))
                .isEqualTo("The end of " + log + ":\n    ERROR Failed to start application"
                        + " (java.net.BindException: Port 8480 is taken)");
    }

    @Test
    void plainLinesAndCutOffOnesAreShownAsTheyAre() throws IOException {
        Path log = log("The JVM says no.", "", "{\"level\":\"ERR");
        assertThat(LastWords.in(log)).endsWith(":\n    The JVM says no.\n    {\"level\":\"ERR");
    }

    @Test
    void onlyTheLastFewAreQuotedAndLongOnesCut() throws IOException {
        List<String> lines = new ArrayList<>(List.of("first"));
        for (int i = 0; i < 8; i++) {
            lines.add("x".repeat(600));
        }
        assertThat(LastWords.in(log(lines.toArray(String[]::new))))
                .doesNotContain("first")
                .contains("x".repeat(500) + "…")
                .doesNotContain("x".repeat(501));
    }

    @Test
    void emptyLogIsSaid() throws IOException {
        assertThat(LastWords.in(log())).endsWith(" is empty.");
    }

    private Path log(String... lines) throws IOException {
        return Files.write(directory.resolve("service.log"), List.of(lines));
    }
}
