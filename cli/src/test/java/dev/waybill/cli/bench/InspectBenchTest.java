package dev.waybill.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The benchmark itself, so short that its figures mean nothing. */
@Timeout(180)
final class InspectBenchTest {
    @Test
    void everyFigureIsThere() throws Exception {
        // Given
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        // When
        int status = new CommandLine(new BenchCommands())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("inspect", "--json", "--repeats", "1", "--seconds", "1", "--large", "5");
        // Then
        assertThat(status).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("mailsPerSecond").asDouble()).isPositive();
        assertThat(report.path("conditions").path("mailBytes").asInt()).isBetween(7_000, 9_500);
        assertThat(report.path("largeMailSeconds").asDouble()).isPositive();
        for (String growing : new String[] {"AttachmentMegabytes", "TextKilobytes", "Parts"}) {
            assertThat(report.path("ratioOfFourTimesThe" + growing).asDouble())
                    .as(growing)
                    .isPositive();
        }
        assertThat(report.path("conditions").path("threads").asInt()).isEqualTo(1);
    }
}
