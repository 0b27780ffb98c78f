package dev.waybill.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The benchmark itself, with so few pointers that its figures mean nothing. */
@Timeout(180)
final class QueueBenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyScenarioOfOursAnswersWithItsFigures() throws Exception {
        // When
        int status = run("queue", "--json", "--no-rival", "--repeats", "1", "--pointers", "2000");

        // Then
        assertThat(status).as(err.toString()).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("pointersPerSecond").asDouble()).isPositive();
        assertThat(report.path("redisMicrosPerPointer").asDouble()).isPositive();
        assertThat(report.path("enqueueToClaimMillisMedian").asDouble()).isPositive();
        assertThat(report.path("ratioOfRedisMicrosWith50000InFlight").asDouble())
                .isPositive();
        assertThat(report.has("ratioToBullmq")).as("nobody ran BullMQ").isFalse();
        assertThat(report.path("conditions").path("redisVersion").asText()).isNotEmpty();
        JsonNode kill = report.path("scenarios").path("kill");
        assertThat(kill.path("lost").path("max").asDouble()).isZero();
        assertThat(kill.path("claimedAgainMillis").path("max").asDouble()).isPositive();
        assertThat(report.path("targets").path("lost").path("reached").asBoolean())
                .isTrue();
        assertThat(report.path("targets")
                        .path("pointersPerSecond")
                        .path("target")
                        .asText())
                .isEqualTo("at least 50,000; aim 70,000");
        assertThat(report.has("idleConsumerCpuPercent")).isTrue();
        assertThat(report.path("scenarios")
                        .path("fairness")
                        .path("freshClaimMillisMedian")
                        .path("median")
                        .asDouble())
                .isPositive();
    }

    @Test
    void theTableNamesConditionsAndSpread() {
        int status = run("queue", "--no-rival", "--repeats", "1", "--pointers", "1000", "--scenarios", "idle");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("idle: 1000 pointers one after the other, one consumer at the doorbell")
                .contains("enqueueToClaimMillisMedian")
                .containsPattern("Must reach[^:]*enqueueToClaimMillisMedian +[0-9.]+ +under 2 +(reached|MISSED)");
    }

    @Test
    void whatMakesNoSenseIsAMistakeOfUse() {
        assertThat(run("queue", "--scenarios", "nonsense")).isEqualTo(2);
        assertThat(err.toString()).contains("--scenarios names none of [drain64");
        assertThat(run("queue", "--repeats", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--repeats is 0; 1 to 100 are allowed");
    }

    private int run(String... arguments) {
        return new CommandLine(new BenchCommands())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
