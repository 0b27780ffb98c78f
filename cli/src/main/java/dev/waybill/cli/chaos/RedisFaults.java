package dev.waybill.cli.chaos;

import dev.waybill.devstack.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** What can happen to the Redis of a run. */
final class RedisFaults {
    private static final int BALLAST = 16 * 1024;
    private static final int ROOM = 64 * 1024;

    private final RedisServer redis;

    RedisFaults(RedisServer redis) {
        this.redis = redis;
    }

    void flush() {
        redis.command("FLUSHALL");
    }

    void restart(PostOffice.Pause meanwhile) throws InterruptedException {
        redis.stop();
        again(meanwhile);
    }

    void kill(PostOffice.Pause meanwhile) throws InterruptedException {
        redis.kill();
        again(meanwhile);
    }

    private void again(PostOffice.Pause meanwhile) throws InterruptedException {
        try {
            meanwhile.pass();
        } finally {
            redis.restart();
        }
    }

    void stop(PostOffice.Pause meanwhile) throws InterruptedException {
        redis.pauseProcess();
        try {
            meanwhile.pass();
        } finally {
            redis.continueProcess();
        }
    }

    /** It is killed, and comes back with what its append-only file held before the pause: a backup, or a replica that was behind. */
    void rollBack(PostOffice.Pause meanwhile) throws InterruptedException {
        Path copy = redis.dataDir().resolve("backup");
        copyAppendOnly(redis.dataDir(), copy);
        meanwhile.pass();
        redis.kill();
        copyAppendOnly(copy, redis.dataDir());
        redis.restart();
    }

    /** The whole of it, over what is there: one file in Redis 6, a directory from 7 on. A copy in the middle of a write loads up to there. */
    private static void copyAppendOnly(Path from, Path to) {
        try {
            for (Path old : appendOnly(to)) {
                Files.delete(old);
            }
            for (Path file : appendOnly(from)) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Redis' append-only file could not be copied", e);
        }
    }

    private static List<Path> appendOnly(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            directory.relativize(file).getName(0).toString().startsWith("append"))
                    .toList();
        }
    }

    /** A little room is left, ballast takes it, and what the consumers free lets some through. */
    void fill(PostOffice.Pause meanwhile) throws InterruptedException {
        String used = String.valueOf(redis.command("INFO", "memory"))
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .map(line -> line.substring(12).strip())
                .findFirst()
                .orElseThrow();
        redis.command("CONFIG", "SET", "maxmemory", Long.toString(Long.parseLong(used) + ROOM));
        try {
            ballast();
            meanwhile.pass();
        } finally {
            redis.command("CONFIG", "SET", "maxmemory", "0");
            redis.command("DEL", "chaos:ballast");
        }
    }

    private void ballast() {
        try {
            for (int i = 0; i < 1_000; i++) {
                redis.command("RPUSH", "chaos:ballast", "x".repeat(BALLAST));
            }
        } catch (IllegalStateException full) {
            // What it was to be.
        }
    }
}
