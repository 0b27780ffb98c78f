package dev.waybill.cli;

import dev.waybill.cli.stack.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of Redis and PostgreSQL, for all homes of the tests: to unpack them takes longer than to start them. */
public final class UnpackedServers {

    private UnpackedServers() {}

    /** Makes the cache of a new home the one that all share; whichever starts first unpacks into it. */
    public static void into(Home home) throws IOException {
        Path shared = Path.of("target", "unpacked-servers").toAbsolutePath();
        Files.createDirectories(shared);
        Files.createDirectories(home.dot());
        Files.createSymbolicLink(home.cache(), shared);
    }
}
