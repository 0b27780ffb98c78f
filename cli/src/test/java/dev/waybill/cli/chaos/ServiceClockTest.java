package dev.waybill.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceClockTest {
    @TempDir
    private Path directory;

    @Test
    void theClockOfOneProcessIsWrongAndOursIsNot() throws Exception {
        // Given
        Optional<Path> library = ServiceClock.library();
        assumeTrue(library.isPresent(), "libfaketime is not installed");
        ServiceClock clock = new ServiceClock(directory.resolve("clock"));

        // When
        clock.wrongBy(Duration.ofHours(1));
        Duration ahead = ahead(clock, library.get());
        clock.wrongBy(Duration.ofHours(-1));
        Duration behind = ahead(clock, library.get());
        clock.wrongBy(Duration.ZERO);
        Duration right = ahead(clock, library.get());

        // Then
        assertThat(ahead).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        assertThat(behind).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59));
        assertThat(right).isBetween(Duration.ofMinutes(-1), Duration.ofMinutes(1));
    }

    /** How far the clock of a process that is started now goes before ours. */
    private static Duration ahead(ServiceClock clock, Path library) throws IOException {
        ProcessBuilder date = new ProcessBuilder("date", "+%s");
        date.environment().putAll(clock.environment());
        date.environment().putAll(ServiceClock.loaded(library));
        Process process = date.start();
        String told = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        return Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(told.strip())));
    }
}
