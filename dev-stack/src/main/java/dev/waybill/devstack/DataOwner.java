package dev.waybill.devstack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * The note in a data directory that names the server process on it and the process that started that one.
 * Two servers on one directory would ruin it: a server whose owner died is stopped before the next starts;
 * one whose owner lives is left alone and the start refused.
 */
final class DataOwner {

    private static final String FILE = "waybill-server.properties";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private DataOwner() {}

    static void write(Path dataDir, long serverPid) {
        ProcessIdentity server = ProcessIdentity.of(serverPid).orElse(null);
        if (server == null) {
            return;
        }
        ProcessIdentity owner = ProcessIdentity.self();
        Properties note = new Properties();
        note.setProperty("server.pid", Long.toString(server.pid()));
        note.setProperty("server.started", server.started());
        note.setProperty("owner.pid", Long.toString(owner.pid()));
        note.setProperty("owner.started", owner.started());
        Path temporary = dataDir.resolve(FILE + ".tmp");
        try {
            try (Writer writer = Files.newBufferedWriter(temporary)) {
                note.store(writer, null);
            }
            Files.move(temporary, dataDir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServerStartException("The note of the server in " + dataDir + " cannot be written: " + e, e);
        }
    }

    /** Stops what a dead owner left running on the directory; refuses what a living one runs there. */
    static void clear(String name, Path dataDir) {
        Properties note = read(dataDir).orElse(null);
        if (note == null) {
            return;
        }
        ProcessHandle server =
                identity(note, "server").flatMap(ProcessIdentity::alive).orElse(null);
        if (server == null) {
            return;
        }
        ProcessHandle owner =
                identity(note, "owner").flatMap(ProcessIdentity::alive).orElse(null);
        if (owner != null && owner.pid() != ProcessHandle.current().pid()) {
            throw new ServerStartException("%s runs already on %s as process %d, for process %d. Stop that first."
                    .formatted(name, dataDir, server.pid(), owner.pid()));
        }
        OrderlyEnd.of(server, PATIENCE);
    }

    private static Optional<Properties> read(Path dataDir) {
        Path file = dataDir.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Properties note = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            note.load(reader);
            return Optional.of(note);
        } catch (IOException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<ProcessIdentity> identity(Properties note, String role) {
        String pid = note.getProperty(role + ".pid", "");
        String started = note.getProperty(role + ".started", "");
        return pid.matches("\\d{1,10}") && !started.isEmpty()
                ? Optional.of(new ProcessIdentity(Long.parseLong(pid), started))
                : Optional.empty();
    }
}
