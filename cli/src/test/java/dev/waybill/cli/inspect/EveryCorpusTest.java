package dev.waybill.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.waybill.cli.Waybill;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One run over all corpora of real mails, as in {@code ./waybill inspect --jsonl ../shared/corpora}. */
final class EveryCorpusTest {
    private static final Duration MOST = Duration.ofSeconds(60);

    @Test
    void everyFileIsOneLineWithinAMinute() throws IOException {
        // Given
        Optional<Path> found = corpora();
        if (found.isEmpty()) {
            System.out.println("SKIPPED: no corpora of real mails here; set WAYBILL_CORPORA to their folder");
        }
        assumeTrue(found.isPresent(), "no corpora of real mails; set WAYBILL_CORPORA to their folder");
        Path folder = found.orElseThrow();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        // When
        int status = Waybill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("inspect", "--jsonl", folder.toString());
        // Then
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        System.out.println("inspect: all corpora in " + took.toMillis() + " ms of the processor");
        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString().lines().count()).isEqualTo(files(folder));
        assertThat(took).isLessThan(MOST);
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> folder.relativize(file).toString().indexOf("/.") < 0
                            && !folder.relativize(file).toString().startsWith("."))
                    .count();
        }
    }

    private static Optional<Path> corpora() {
        String named = System.getenv("WAYBILL_CORPORA");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("corpora");
            if (Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
