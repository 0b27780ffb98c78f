package dev.waybill.cli.chaos;

import dev.waybill.cli.stack.HealthProbe;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One process of a packaged service, started again whenever it ends, until it is closed. */
final class ChaosService implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String name;
    private final Path jar;
    private final Path log;
    private final int managementPort;
    private final Map<String, String> environment;
    private final ServiceClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Process process;
    private boolean wanted = true;
    private boolean closed;
    private int starts;

    ChaosService(String name, Path jar, Path log, int managementPort, Map<String, String> environment) {
        this.name = name;
        this.jar = jar;
        this.log = log;
        this.managementPort = managementPort;
        this.environment = new HashMap<>(environment);
        this.clock = new ServiceClock(log.resolveSibling(name + ".clock"));
    }

    /** {@code further} goes over what it is told anyhow. */
    void start(Map<String, String> further) {
        environment.putAll(clock.environment());
        environment.putAll(further);
        clock.wrongBy(Duration.ZERO);
        Thread.ofVirtual().name("keep-" + name).start(this::keep);
    }

    private void keep() {
        try {
            while (true) {
                Process running;
                lock.lock();
                try {
                    while (!wanted && !closed) {
                        changed.await();
                    }
                    if (closed) {
                        return;
                    }
                    running = launch();
                    process = running;
                    starts++;
                } finally {
                    lock.unlock();
                }
                running.waitFor();
                ServiceClock.collect(running.pid());
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString()))
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.matches("(QUARKUS|WAYBILL)_.*"));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ChaosFailure(name + " could not be started: " + e.getMessage(), e);
        }
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    ServiceClock clock() {
        return clock;
    }

    /** How often it was started. */
    int starts() {
        lock.lock();
        try {
            return starts;
        } finally {
            lock.unlock();
        }
    }

    boolean isReady() {
        return HealthProbe.isReady(managementPort);
    }

    /** Ends it by SIGKILL; it is started again after a second. */
    void kill() {
        Process running = running();
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Ends it by SIGKILL and leaves it so until {@link #up}. */
    void down() {
        want(false);
        kill();
    }

    void up() {
        want(true);
    }

    /** STOP or CONT, as in kill(1). */
    void signal(String signal) throws InterruptedException {
        Process running = running();
        if (running == null || !running.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(running.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new ChaosFailure("kill(1) could not be run: " + e.getMessage(), e);
        }
    }

    private void want(boolean up) {
        lock.lock();
        try {
            wanted = up;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Process running() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }

    /** Ends it for good, by SIGKILL: whatever it may leave behind goes with the servers of the run. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Process running = running();
        if (running != null) {
            try {
                running.destroyForcibly().waitFor();
                ServiceClock.collect(running.pid());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
