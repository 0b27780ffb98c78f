package dev.waybill.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.Waybill;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One run over the mails of the tests and all corpora of real mails, as in {@code ./waybill inspect --jsonl ../shared/corpora}. */
final class EveryCorpusTest {
    private static final Duration MOST = Duration.ofSeconds(60);

    @Test
    void everyFileIsOneLineWithinAMinute() throws IOException {
        // Given
        List<Path> folders = folders();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        // When
        int status = Waybill.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(
                                Stream.of("inspect", "--jsonl"),
                                folders.stream().map(Path::toString))
                        .toArray(String[]::new));
        // Then
        Duration took = Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        System.out.println("inspect: " + folders + " in " + took.toMillis() + " ms of the processor");
        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString().lines().count()).isEqualTo(files(folders));
        assertThat(took).isLessThan(MOST);
    }

    private static long files(List<Path> folders) throws IOException {
        long files = 0;
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                files += all.filter(Files::isRegularFile)
                        .filter(file -> folder.relativize(file).toString().indexOf("/.") < 0
                                && !folder.relativize(file).toString().startsWith("."))
                        .count();
            }
        }
        return files;
    }

    /** The project's own mails, and the corpora where they are. */
    private static List<Path> folders() {
        Path own = Path.of("../shared-message/src/test/resources/mails");
        return Stream.concat(Stream.of(own), corpora().stream()).toList();
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
