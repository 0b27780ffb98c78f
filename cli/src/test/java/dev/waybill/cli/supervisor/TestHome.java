package dev.waybill.cli.supervisor;

import dev.waybill.cli.UnpackedServers;
import dev.waybill.cli.VerbCommand;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackState;
import dev.waybill.devstack.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A home directory whose services are stand-ins, and the command on it in processes of their own. */
final class TestHome implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Home home;

    /** What a command printed, both streams together, and its exit status. */
    record Ended(int status, String said) {}

    TestHome(Path root) throws IOException {
        this.home = new Home(root);
        UnpackedServers.into(home);
        for (String service : Home.SERVICES) {
            Files.createDirectories(home.serviceJar(service).getParent());
            writeJar(home.serviceJar(service));
        }
    }

    Home home() {
        return home;
    }

    StackState state() {
        return StackState.read(home).orElseThrow();
    }

    StackState.Child child(String name) {
        return state().processes().stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    boolean isReady(String service) {
        return state().services().stream().anyMatch(listed -> listed.name().equals(service) && listed.ready());
    }

    /** An environment that names the servers that this JVM's tests share, which start no more than once. */
    static Map<String, String> sharedServers() {
        TestServers.TestDatabase database = TestServers.postgres();
        return Map.of(
                "QUARKUS_REDIS_HOSTS", TestServers.redis().uri().toString(),
                "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", database.user(),
                "QUARKUS_DATASOURCE_PASSWORD", database.password());
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Process process = start(environment, arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command did not end; it said: " + said);
        }
        return new Ended(process.exitValue(), said);
    }

    Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(VerbCommand.of(arguments)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(QUARKUS|WAYBILL)_.*|REDIS_URL|DATABASE_URL"));
        builder.environment().put("WAYBILL_HOME", home.root().toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits for a condition that another process brings about. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Kills whatever a test left running. */
    @Override
    public void close() {
        StackState.read(home).ifPresent(state -> {
            state.supervisor().alive().ifPresent(ProcessHandle::destroyForcibly);
            for (StackState.Child child : state.survivors()) {
                child.process().alive().ifPresent(handle -> {
                    handle.descendants().forEach(ProcessHandle::destroyForcibly);
                    handle.destroyForcibly();
                });
            }
        });
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        String entry = StandIn.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream code = StandIn.class.getResourceAsStream("StandIn.class")) {
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
            out.closeEntry();
        }
    }
}
