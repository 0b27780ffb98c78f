package dev.waybill.cli.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, as far as it has libfaketime in it (Debian: {@code faketime}): the library reads from a file by how
 * much the clock is wrong, about each second. Waits and time-outs of the process go by the monotonic clock, which stays right, as
 * it does when somebody sets the clock of a machine.
 */
record ServiceClock(Path file) {
    private static final Path LIBRARIES = Path.of("/usr/lib");
    private static final Path SHARED = Path.of("/dev/shm");
    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    /** The one for programs with threads, where it is installed. */
    static Optional<Path> library() {
        try (Stream<Path> below = Files.list(LIBRARIES)) {
            return below.map(directory -> directory.resolve(LIBRARY))
                    .filter(Files::isReadable)
                    .min(Comparator.naturalOrder());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What loads the library into a process. */
    static Map<String, String> loaded(Path library) {
        return Map.of("LD_PRELOAD", library.toString());
    }

    /** What the library is told; without it these mean nothing. */
    Map<String, String> environment() {
        return Map.of(
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Otherwise each timed wait of a JVM ends at once, and its threads spin.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "NO_FAKE_STAT",
                "1");
    }

    /** The library shares memory under the number of its process, and takes it away unless that is killed. */
    static void collect(long pid) {
        try {
            Files.deleteIfExists(SHARED.resolve("faketime_shm_" + pid));
            Files.deleteIfExists(SHARED.resolve("sem.faketime_sem_" + pid));
        } catch (IOException e) {
            throw new ChaosFailure("what a process left in " + SHARED + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Wrong by so much from now on; by zero again. */
    void wrongBy(Duration offset) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, "%+d%n".formatted(offset.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ChaosFailure("a clock cannot be set: " + file + ": " + e.getMessage(), e);
        }
    }
}
