package dev.waybill.devstack;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;
import redis.embedded.model.OsArchitecture;

/**
 * The redis-server program: the one that {@code WAYBILL_REDIS_SERVER} names, else the embedded 6.2, else (where
 * that one misses a system library) the one on the PATH.
 */
final class RedisExecutable {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.(\\d+)");

    private static @Nullable Path found;

    private RedisExecutable() {}

    /** Looks once. Not by a class's initialization: its failure would be an Error, and only the first would tell why. */
    static synchronized Path find() {
        if (found == null) {
            found = search(System.getenv());
        }
        return found;
    }

    static Path search(Map<String, String> environment) {
        String named = environment.get("WAYBILL_REDIS_SERVER");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        List<String> tried = new ArrayList<>();
        Optional<Path> embedded = embedded();
        if (embedded.isPresent() && isRecentEnough(embedded.get())) {
            return embedded.get();
        }
        embedded.ifPresent(path -> tried.add(path + " (does it miss a library, such as libssl.so.3?)"));
        for (String directory : environment.getOrDefault("PATH", "").split(":", -1)) {
            Path candidate = Path.of(directory, "redis-server");
            if (Files.isExecutable(candidate) && isRecentEnough(candidate)) {
                return candidate;
            }
        }
        throw new ServerStartException("No redis-server 6.2 or newer runs here; tried " + tried
                + " and the PATH. Install one (Debian: apt-get install redis-server), or name it in"
                + " WAYBILL_REDIS_SERVER.");
    }

    static Optional<Path> embedded() {
        String resource = ExecutableProvider.newProvidedVersionsMap().get(OsArchitecture.detectOSandArchitecture());
        // Named with or without a slash in front; not every class loader forgives two.
        URL url = resource == null
                ? null
                : ExecutableProvider.class.getResource(resource.startsWith("/") ? resource : "/" + resource);
        if (url == null) {
            return Optional.empty();
        }
        Path directory = BinaryCache.directory("redis-" + fingerprint(url), target -> {
            Path program = target.resolve("redis-server");
            try (InputStream in = url.openStream()) {
                Files.copy(in, program);
            }
            if (!program.toFile().setExecutable(true, true)) {
                throw new IOException(program + " cannot be made executable");
            }
        });
        return Optional.of(directory.resolve("redis-server"));
    }

    /** Names the content of a resource by what its jar says of it, without reading it. */
    static String fingerprint(URL resource) {
        try {
            if (resource.openConnection() instanceof JarURLConnection jar) {
                return HexFormat.of().toHexDigits(jar.getJarEntry().getCrc(), 8) + "-"
                        + jar.getJarEntry().getSize();
            }
            return "unpacked-" + resource.openConnection().getContentLengthLong();
        } catch (IOException e) {
            throw new ServerStartException("The resource " + resource + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isRecentEnough(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.SECONDS);
            Matcher version = VERSION.matcher(said);
            return version.find()
                    && Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2)) >= 602;
        } catch (IOException notRunnable) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
