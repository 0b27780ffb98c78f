package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.devstack.junit.RequiresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresServer(value = "faketime", program = "faketime")
final class ServiceClockTest {
    private static final Path LIBRARY = ServiceClock.library().orElse(Path.of("not installed"));

    @TempDir
    private Path directory;

    @Test
    void theClockOfOneProcessIsWrongAndOursIsNot() throws Exception {
        // Given
        ServiceClock clock = new ServiceClock(directory.resolve("clock"));

        // When
        clock.wrongBy(Duration.ofHours(1));
        Duration ahead = ahead(clock);
        clock.wrongBy(Duration.ofHours(-1));
        Duration behind = ahead(clock);
        clock.wrongBy(Duration.ZERO);
        Duration right = ahead(clock);

        // Then
        assertThat(ahead).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(behind).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59));
        assertThat(right).isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
    }

    @Test
    void timedWaitsOfAJvmLastAsLongAsTheyShould() throws Exception {
        // Given
        ServiceClock clock = new ServiceClock(directory.resolve("clock"));
        clock.wrongBy(Duration.ofHours(1));

        // When
        String waits = told(
                clock,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TenWaits.class.getName()));

        // Then
        assertThat(Long.parseLong(waits)).isGreaterThanOrEqualTo(TenWaits.MILLIS);
    }

    /** Ten waits of a tenth of a second; prints how long they took by the monotonic clock. */
    static final class TenWaits {
        static final long MILLIS = 950;

        private TenWaits() {}

        public static void main(String[] arguments) throws InterruptedException {
            long start = System.nanoTime();
            Object nobody = new Object();
            synchronized (nobody) {
                for (int i = 0; i < 10; i++) {
                    nobody.wait(100);
                }
            }
            System.out.println((System.nanoTime() - start) / 1_000_000);
        }
    }

    /** How far the clock of a process that is started now goes before ours. */
    private static Duration ahead(ServiceClock clock) throws IOException {
        String told = told(clock, List.of("date", "+%s"));
        return Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(told)));
    }

    private static String told(ServiceClock clock, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(clock.environment());
        builder.environment().putAll(ServiceClock.loaded(LIBRARY));
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
}
