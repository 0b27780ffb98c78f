package dev.waybill.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The directory that keeps server binaries once they are unpacked: the system property {@code waybill.cache},
 * else the user's cache directory, else one in the temporary directory that belongs to the user alone.
 */
final class BinaryCache {

    /** Unpacks into an empty directory. */
    interface Unpacker {
        void into(Path directory) throws IOException;
    }

    private BinaryCache() {}

    /** Returns the directory with that name, unpacked by whoever came first; half a one is never seen. */
    static Path directory(String name, Unpacker unpacker) {
        Path cache = root();
        Path target = cache.resolve(name);
        if (Files.isDirectory(target)) {
            return target;
        }
        Path temporary = cache.resolve("." + name + "-" + UUID.randomUUID());
        try {
            Files.createDirectory(temporary);
            unpacker.into(temporary);
            Files.move(temporary, target);
        } catch (IOException e) {
            TemporaryDirectory.delete(temporary);
            if (!Files.isDirectory(target)) {
                throw new ServerStartException(
                        "The binaries " + name + " could not be unpacked into " + cache + ": " + e.getMessage()
                                + ". Is there space, and may you write there?",
                        e);
            }
        }
        return target;
    }

    private static Path root() {
        List<Path> tried = new ArrayList<>();
        for (Path candidate : candidates()) {
            try {
                Files.createDirectories(candidate);
                if (Files.isWritable(candidate) && isOurs(candidate)) {
                    return candidate;
                }
            } catch (IOException next) {
                // The next place may do.
            }
            tried.add(candidate);
        }
        throw new ServerStartException(
                "No place for server binaries: none of " + tried + " can be written. Set -Dwaybill.cache=DIRECTORY.");
    }

    private static List<Path> candidates() {
        String named = System.getProperty("waybill.cache", "");
        if (!named.isEmpty()) {
            return List.of(Path.of(named));
        }
        List<Path> places = new ArrayList<>();
        String xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && xdg.startsWith("/")) {
            places.add(Path.of(xdg, "waybill"));
        }
        String home = System.getProperty("user.home", "");
        if (home.startsWith("/")) {
            places.add(Path.of(home, ".cache", "waybill"));
        }
        places.add(Path.of(System.getProperty("java.io.tmpdir"), "waybill-cache-" + System.getProperty("user.name")));
        return places;
    }

    /** A directory that someone else made could hold someone else's binaries. */
    private static boolean isOurs(Path directory) throws IOException {
        Path probe = Files.createTempFile(directory, "probe", null);
        try {
            return Files.getOwner(probe).equals(Files.getOwner(directory))
                    && !Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE);
        } finally {
            Files.delete(probe);
        }
    }
}
