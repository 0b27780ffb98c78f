package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three thousand mails arrive over the three providers. Redis is wiped three times and falls back once, nobody takes webhooks for a while,
 * a fifth of the notifications never comes, Gmail's history and Graph's delta tokens expire, Graph loses a subscription or notifications, and
 * an IMAP mailbox is renumbered. Each mail is a ticket or a comment once, and every mailbox is accounted for.
 */
class WipeStoryTest {
    private static final int MAILS = 3_000;
    private static final double PER_SECOND = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Cast CAST = new Cast(1, 1, 4);

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("chaos.seed", System.nanoTime() % 1_000_000_000);
    private final List<PlannedFault> faults = new ArrayList<>();

    @Test
    void threeThousandMailsSurviveThatRedisIsWipedAgainAndAgain() throws Exception {
        System.out.println("chaos.seed=" + seed);
        // Given
        fault(0, 48, FaultClass.NOTIFICATIONS, "providers");
        fault(8, 0, FaultClass.REDIS_FLUSH, "redis");
        fault(12, 10, FaultClass.INGRESS_DOWN, Cast.INGRESS);
        fault(16, 0, FaultClass.PUSH_LOST, CAST.addresses(Provider.GRAPH).getFirst());
        fault(20, 0, FaultClass.REDIS_FLUSH, "redis");
        fault(24, 10, FaultClass.REDIS_ROLLBACK, "redis");
        fault(28, 0, FaultClass.HISTORY, CAST.addresses(Provider.GMAIL).getFirst());
        fault(32, 0, FaultClass.UIDVALIDITY, CAST.addresses(Provider.IMAP).getFirst());
        fault(40, 0, FaultClass.REDIS_FLUSH, "redis");
        try (ChaosStack stack = ChaosStack.start(CAST, directory, WipeStoryTest::packaged, Map.of())) {
            // When
            ChaosResult result = new ChaosRun(
                            stack, new FaultPlan(faults), MAILS, PER_SECOND, seed, System.out::println)
                    .run(PATIENCE);
            // Then
            assertThat(result.failedFaults()).isEmpty();
            assertThat(result.findings().lost()).isEmpty();
            assertThat(result.findings().twice()).isEmpty();
            assertThat(result.findings().unexplained()).isEmpty();
            assertThat(result.evidence().effects()).hasSize(MAILS);
            assertThat(result.calm()).isTrue();
        }
    }

    private void fault(int at, int lasts, FaultClass kind, String target) {
        faults.add(new PlannedFault(Duration.ofSeconds(at), Duration.ofSeconds(lasts), kind, target, seed));
    }

    private static Path packaged(String service) {
        return Path.of("..", service, "target", "quarkus-app", "quarkus-run.jar")
                .toAbsolutePath();
    }
}
