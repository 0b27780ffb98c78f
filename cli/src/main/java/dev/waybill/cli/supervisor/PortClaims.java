package dev.waybill.cli.supervisor;

import dev.waybill.devstack.FreePorts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The ports that one stack has chosen, until it is closed. Between the choice of a port and the service that listens on
 * it lie seconds, in which another stack of the same user would choose it too: a lock on a file for each port says that
 * it is taken. The locks end with the process.
 */
final class PortClaims implements AutoCloseable {

    private final Path directory;
    private final Map<Integer, FileChannel> held = new HashMap<>();

    PortClaims(Path directory) {
        this.directory = directory;
    }

    /** Returns those of this machine's user, whichever copy of Waybill is started. */
    static PortClaims ofThisUser() {
        return new PortClaims(
                Path.of(System.getProperty("java.io.tmpdir"), "waybill-ports-" + System.getProperty("user.name")));
    }

    /** Takes the port if nobody listens on it and no other stack has chosen it; tells whether it did. */
    boolean take(int port) {
        return FreePorts.isFree(port) && claim(port);
    }

    private boolean claim(int port) {
        FileChannel file;
        try {
            Files.createDirectories(directory);
            file = FileChannel.open(
                    directory.resolve(Integer.toString(port)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException notOurs) {
            // Without claims the port is as free as it looks: whoever comes second says that it cannot listen.
            return true;
        }
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                held.put(port, file);
                return true;
            }
        } catch (IOException | OverlappingFileLockException elsewhere) {
            // as good as locked by another process
        }
        close(file);
        return false;
    }

    @Override
    public void close() {
        held.values().forEach(PortClaims::close);
        held.clear();
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            // it ends with the process
        }
    }
}
