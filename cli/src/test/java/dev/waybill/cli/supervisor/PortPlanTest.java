package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.supervisor.PortPlan.Use;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortPlanTest {

    @Test
    void everyUseGetsItsUsualPortWhereAllAreFree() {
        PortPlan plan = PortPlan.choose(port -> true);
        assertThat(plan.notes()).isEmpty();
        assertThat(plan.of(Use.INGRESS)).isEqualTo(8480);
        assertThat(plan.of(Use.POSTGRES)).isEqualTo(5442);
    }

    @Test
    void takenPortMovesOneUseAndNobodyElse() {
        PortPlan plan = PortPlan.choose(port -> port != 8480 && port != 8482);
        assertThat(plan.of(Use.INGRESS)).isEqualTo(8486);
        assertThat(plan.of(Use.INGRESS_MANAGEMENT)).isEqualTo(8481);
        assertThat(plan.notes()).containsExactly("port 8480 is taken by another program: ingress-webhooks uses 8486");
    }

    @Test
    void noPortIsGivenTwiceWhenEveryUsualOneIsTaken() {
        List<Integer> usual = Stream.of(Use.values()).map(Use::usual).toList();
        PortPlan plan = PortPlan.choose(port -> !usual.contains(port));
        assertThat(plan.ports().values()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(usual);
        assertThat(plan.notes()).hasSize(Use.values().length);
    }

    @Test
    void machineWithoutAFreePortIsSaid() {
        assertThatThrownBy(() -> PortPlan.choose(port -> port != 3143 && (port < 3144 || port > 4000)))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("Every port from 3143 to 3342 is taken, and IMAP needs one");
    }
}
