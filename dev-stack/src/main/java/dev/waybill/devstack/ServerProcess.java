package dev.waybill.devstack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A server that runs as a child process and writes to a log file. One on a temporary directory is killed when this
 * JVM ends; one on a directory that is kept is left to its owner, who stops it in order.
 */
final class ServerProcess {

    private static final Set<ServerProcess> LIVE = ConcurrentHashMap.newKeySet();
    private static final Duration POLL = Duration.ofMillis(10);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(ServerProcess::kill), "kill-servers"));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(String name, List<String> command, Path directory, Path log, boolean temporary) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
            ServerProcess started = new ServerProcess(name, process, log);
            if (temporary) {
                LIVE.removeIf(earlier -> !earlier.isAlive());
                LIVE.add(started);
            }
            return started;
        } catch (IOException e) {
            throw new ServerStartException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /** Waits until the server says it is ready; ends with its log when it exits first or takes too long. */
    void awaitReady(Duration patience, BooleanSupplier ready) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new ServerStartException(name + " exited with status " + process.exitValue()
                        + " while it started. " + LogTail.quote(log, 15));
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw new ServerStartException(name + " was not ready within " + patience.toSeconds()
                        + " s and was stopped. " + LogTail.quote(log, 15));
            }
            pause(POLL);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Process process() {
        return process;
    }

    /** Sends a signal by its name, as in kill(1). */
    void signal(String signal) {
        if (!process.isAlive()) {
            return;
        }
        try {
            int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0 && process.isAlive()) {
                throw new IllegalStateException("kill -" + signal + " was refused for " + name + ", process " + pid());
            }
        } catch (IOException e) {
            throw new IllegalStateException("kill(1) could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process and its children by SIGKILL and waits until all are gone. */
    void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
        end(children);
    }

    private static void end(List<ProcessHandle> children) {
        children.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (children.stream()
                        .anyMatch(child -> ProcessIdentity.of(child.pid()).isPresent())
                && System.nanoTime() < deadline) {
            pause(POLL);
        }
    }

    /** Sends a signal that asks for an orderly end; SIGKILL after the patience. No child outlives it. */
    void stop(String signal, Duration patience) {
        List<ProcessHandle> children = process.descendants().toList();
        signal(signal);
        if (!awaitExit(patience)) {
            process.destroyForcibly();
            awaitExit(Duration.ofSeconds(10));
        }
        end(children);
    }

    boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerStartException("The wait for a server was interrupted.", e);
        }
    }
}
