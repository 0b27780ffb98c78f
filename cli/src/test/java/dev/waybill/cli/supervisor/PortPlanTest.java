package dev.waybill.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.supervisor.PortPlan.Use;
import java.util.HashSet;
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
        PortPlan plan = PortPlan.choose(port -> port != 8480);
        assertThat(plan.of(Use.INGRESS)).isGreaterThan(8485);
        assertThat(plan.of(Use.INGRESS_MANAGEMENT)).isEqualTo(8481);
        assertThat(plan.notes())
                .singleElement()
                .asString()
                .contains("port 8480 is taken by another program: ingress-webhooks uses " + plan.of(Use.INGRESS));
    }

    @Test
    void noPortIsGivenTwiceWhenAllAreTaken() {
        PortPlan plan = PortPlan.choose(port -> false);
        assertThat(new HashSet<>(plan.ports().values())).hasSize(Use.values().length);
        assertThat(plan.notes()).hasSize(Use.values().length);
    }
}
