package dev.waybill.cli.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one copy of Waybill, and under {@code .waybill} what {@code up} makes there:
 * {@code run} (who runs), {@code logs}, {@code data} (Redis, PostgreSQL), {@code secrets}, {@code cache} (binaries).
 */
public record Home(Path root) {

    /** A fresh cluster, its logs and a day of tickets; below that PostgreSQL would soon stop. */
    private static final long NEEDED_BYTES = 300L << 20;

    /** The services, in the order in which they are listed. */
    public static final List<String> SERVICES = List.of("ingress-webhooks", "imap-listener", "queue-consumer");

    /** Returns the copy that the launcher runs from, else the working directory. */
    public static Home here(Map<String, String> environment) {
        String named = environment.getOrDefault("WAYBILL_HOME", "");
        return new Home(Path.of(named).toAbsolutePath().normalize());
    }

    /** Returns {@code .waybill}: all that may be written. */
    public Path dot() {
        return root.resolve(".waybill");
    }

    /** Returns where state and lock lie. */
    public Path run() {
        return dot().resolve("run");
    }

    /** Returns where keys, tokens and passwords lie. */
    public Path secrets() {
        return dot().resolve("secrets");
    }

    /** Returns where the servers keep their data. */
    public Path data() {
        return dot().resolve("data");
    }

    /** Returns where unpacked programs lie. */
    public Path cache() {
        return dot().resolve("cache");
    }

    /** Returns the log of a service, of {@code redis}, {@code postgres}, {@code supervisor} or {@code build}. */
    public Path log(String name) {
        return switch (name) {
            case "redis" -> data().resolve("redis/redis.log");
            case "postgres" -> data().resolve("postgres.log");
            default -> dot().resolve("logs").resolve(name + ".log");
        };
    }

    /** Returns the jar that a service is started from: the launcher's copy, which no later build changes. */
    public Path serviceJar(String service) {
        return dot().resolve("app").resolve(service).resolve("quarkus-run.jar");
    }

    /** Makes the directories; says who may not write where, and when the disk is full. */
    public void prepare() {
        try {
            Files.createDirectories(dot().resolve("logs"));
            for (Path own : List.of(run(), secrets(), data(), cache())) {
                Files.createDirectories(own);
                Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
            }
            Files.delete(Files.createTempFile(run(), "probe", null));
            long free = Files.getFileStore(dot()).getUsableSpace();
            if (free < NEEDED_BYTES) {
                throw new StackFailure(
                        ("Only %d MB are free on the disk of %s, and Waybill needs %d MB there. Free some"
                                        + " space, then run ./waybill up again.")
                                .formatted(free >> 20, dot(), NEEDED_BYTES >> 20));
            }
        } catch (IOException e) {
            throw new StackFailure(
                    "%s cannot be written by %s (%s). Was ./waybill up run by another user, such as root? Give the directory to yourself (chown -R), or work in a copy of yours."
                            .formatted(dot(), System.getProperty("user.name"), e.getMessage()),
                    e);
        }
    }

    /** Deletes data, secrets, logs and state; programs in the cache stay. */
    public void empty() {
        for (Path part : List.of(data(), secrets(), run(), dot().resolve("logs"))) {
            try {
                if (Files.exists(part)) {
                    Files.walkFileTree(part, new Deletion());
                }
            } catch (IOException e) {
                throw new StackFailure(
                        part + " could not be deleted (" + e.getMessage()
                                + "); delete it yourself, then run ./waybill up.",
                        e);
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
