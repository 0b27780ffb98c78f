package dev.waybill.cli.bench;

import dev.waybill.cli.stack.HealthProbe;
import dev.waybill.cli.stack.Home;
import dev.waybill.devstack.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A packaged service as a process of its own, configured by environment variables only, as in a container. */
final class BenchService implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(Process::destroyForcibly), "kill-services"));
    }

    private final String name;
    private final Path log;
    private final int port;
    private final int managementPort = FreePorts.any();
    private final Process process;

    /** Starts it from the launcher's copy; {@link #awaitReady} tells when it works. {@code java}: options of its JVM. */
    BenchService(String name, Path directory, List<String> java, Map<String, String> environment) {
        this(name, Home.here(System.getenv()).serviceJar(name), directory, java, environment);
    }

    /** The same on a port that others were told of. */
    BenchService(String name, int port, Path directory, Map<String, String> environment) {
        this(name, Home.here(System.getenv()).serviceJar(name), port, directory, List.of(), environment);
    }

    /** The same from another jar. */
    BenchService(String name, Path jar, Path directory, List<String> java, Map<String, String> environment) {
        this(name, jar, FreePorts.any(), directory, java, environment);
    }

    private BenchService(
            String name, Path jar, int port, Path directory, List<String> java, Map<String, String> environment) {
        this.name = name;
        this.port = port;
        this.log = directory.resolve(name + ".log");
        if (!Files.isReadable(jar)) {
            throw new BenchFailure(jar + " is missing; run the benchmark as ./waybill bench, which builds it");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // What the shell says of another stack must not reach this one.
        builder.environment().keySet().removeIf(variable -> variable.matches("(QUARKUS|WAYBILL)_.*"));
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        try {
            this.process = builder.start();
            LIVE.add(process);
        } catch (IOException e) {
            throw new BenchFailure(name + " cannot be started", e);
        }
    }

    void awaitReady() {
        await(START, "is ready", () -> HealthProbe.isReady(managementPort));
    }

    /** Polls until it is so; fails when the service ends before, or when it takes too long. */
    void await(Duration patience, String what, BooleanSupplier condition) {
        Polling.until(patience, name + " " + what + "; its log is " + log, () -> {
            if (!process.isAlive()) {
                throw new BenchFailure(
                        name + " ended with status " + process.exitValue() + "; its log is " + keptLog());
            }
            return condition.getAsBoolean();
        });
    }

    /** The directory of a benchmark is deleted with it; what a service said at its end is worth keeping. */
    private Path keptLog() {
        try {
            Path kept = Files.createTempFile("waybill-bench-" + name, ".log");
            Files.write(kept, Files.readAllBytes(log));
            return kept;
        } catch (IOException e) {
            return log;
        }
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        LIVE.remove(process);
    }
}
