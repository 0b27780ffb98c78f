package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChaosReportTest {
    private static final Evidence EVIDENCE = new Evidence(
            List.of(
                    new Evidence.LedgerRow("a@imap.example", "k1", "processed", "", "ticket", "c1-000001", 1),
                    new Evidence.LedgerRow("a@imap.example", "k2", "skipped", "duplicate_content", "none", "", 0)),
            List.of(),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            0);

    private static ChaosReport report(boolean calm, Findings findings) {
        FaultPlan plan = new FaultPlan(
                List.of(new PlannedFault(Duration.ofSeconds(3), Duration.ZERO, FaultClass.KILL, "consumer-1", 1)));
        ChaosResult result = new ChaosResult(
                Instant.EPOCH,
                Duration.ofSeconds(90),
                List.of(),
                1,
                List.of(),
                calm,
                Duration.ofSeconds(4),
                EVIDENCE,
                findings);
        return new ChaosReport(4711, plan, Map.of("rate", "20"), Map.of("clockJump", "no library"), result);
    }

    @Test
    void whatIsWrongIsToldWithItsTokenAndTheSeed() {
        // Given
        ChaosReport report =
                report(true, new Findings(List.of("c1-000002 lost"), List.of("c1-000003 twice"), List.of("c1-000004")));
        // When, then
        assertThat(report.lines())
                .contains("lost: 1", "  c1-000002 lost", "twice: 1", "  c1-000003 twice", "unexplained: 1")
                .contains("       1 skipped: duplicate_content", "  left out: clockJump, no library")
                .last()
                .asString()
                .contains("NOT good", "4711");
        // And
        ObjectNode json = report.json();
        assertThat(json.path("good").asBoolean()).isFalse();
        assertThat(json.path("lost").asInt()).isEqualTo(1);
        assertThat(json.at("/lostMails/0").asText()).contains("c1-000002");
        assertThat(json.at("/faultsByClass/kill").asInt()).isEqualTo(1);
        assertThat(json.path("seed").asLong()).isEqualTo(4711);
    }

    @Test
    void aRunWithoutFindingsIsGoodOnlyIfItBecameCalm() {
        Findings none = new Findings(List.of(), List.of(), List.of());
        assertThat(report(true, none).json().path("good").asBoolean()).isTrue();
        assertThat(report(true, none).lines()).last().isEqualTo("good");
        assertThat(report(false, none).json().path("good").asBoolean()).isFalse();
    }
}
