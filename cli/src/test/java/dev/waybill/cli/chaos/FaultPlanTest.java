package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Cast CAST = new Cast(2, 2, 4);
    private static final Set<FaultClass> ALL = EnumSet.allOf(FaultClass.class);
    private static final Duration WINDOW = Duration.ofMinutes(8);

    @Test
    void aPlanIsTheSameForTheSameSeedOnly() {
        FaultPlan plan = FaultPlan.random(5, CAST, ALL, 50, WINDOW);
        assertThat(FaultPlan.random(5, CAST, ALL, 50, WINDOW)).isEqualTo(plan);
        assertThat(FaultPlan.random(6, CAST, ALL, 50, WINDOW)).isNotEqualTo(plan);
    }

    @Test
    void everyClassIsInAPlanThatIsLongEnough() {
        for (long seed = 0; seed < 50; seed++) {
            FaultPlan plan = FaultPlan.random(seed, CAST, ALL, 50, WINDOW);
            assertThat(plan.faults()).hasSize(50).allSatisfy(fault -> {
                assertThat(fault.at()).isBetween(Duration.ofSeconds(24), WINDOW);
                assertThat(fault.lasts().toMillis())
                        .isBetween(
                                fault.kind().leastSeconds() * 1_000L,
                                fault.kind().mostSeconds() * 1_000L);
                assertThat(fault.kind().targets(CAST)).contains(fault.target());
            });
            assertThat(plan.byClass().keySet()).isEqualTo(ALL);
        }
    }

    @Test
    void onlyTheClassesThatWereChosenAreInAPlan() {
        FaultPlan plan = FaultPlan.random(1, CAST, EnumSet.of(FaultClass.KILL), 7, WINDOW);
        assertThat(plan.byClass()).containsExactly(java.util.Map.entry(FaultClass.KILL, 7));
    }

    @Test
    void faultsOfProvidersThatAreNotThereHitNobody() {
        // Given
        Cast imap = new Cast(1, 2, 3, List.of(Provider.IMAP));
        // Then
        assertThat(FaultClass.HISTORY.targets(imap)).isEmpty();
        assertThat(FaultClass.PUSH_LOST.targets(imap)).isEmpty();
        assertThat(FaultClass.INGRESS_DOWN.targets(imap)).isEmpty();
        assertThat(FaultClass.KILL.targets(imap)).containsExactly("consumer-1", "listener-1", "listener-2");
    }
}
