package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's own note of its postmaster in the data directory: pid in line 1, start in line 3 (epoch seconds),
 * state in line 8.
 * After a crash it stays, and PostgreSQL believes it when another process has got that pid meanwhile.
 */
final class PostmasterFile {

    /** The postmaster writes its note a moment after it started; clocks are read in whole seconds. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private PostmasterFile() {}

    static void removeStale(Path dataDir) {
        Path file = dataDir.resolve("postmaster.pid");
        if (!Files.isRegularFile(file)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (postmaster(lines).isEmpty()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ServerStartException("PostgreSQL's " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Tells whether this very postmaster takes connections; another one may have its port. */
    static boolean saysReady(Path dataDir, long pid) {
        try {
            List<String> lines = Files.readAllLines(dataDir.resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(0).strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns the process that wrote the note, unless it ended; when in doubt, the one that has its pid. */
    private static Optional<ProcessHandle> postmaster(List<String> lines) {
        if (lines.size() < 3 || !lines.get(0).strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        Instant noted = lines.get(2).strip().matches("\\d{1,12}")
                ? Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()))
                : Instant.EPOCH;
        return ProcessIdentity.of(pid)
                .flatMap(ProcessIdentity::alive)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(start -> Duration.between(start, noted).abs().compareTo(TOLERANCE) < 0)
                        .orElse(true));
    }
}
