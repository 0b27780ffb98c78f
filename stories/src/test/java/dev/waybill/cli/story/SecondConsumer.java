package dev.waybill.cli.story;

import dev.waybill.cli.stack.HealthProbe;
import dev.waybill.devstack.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Another consumer of a stack's queue, as a second pod would be: the packaged service in a process of its own. */
final class SecondConsumer implements AutoCloseable {
    private final Process process;
    private final int managementPort;

    private SecondConsumer(Process process, int managementPort) {
        this.process = process;
        this.managementPort = managementPort;
    }

    /** Starts it and waits until it is ready; {@code environment} configures it. */
    static SecondConsumer start(PackagedStack stack, Map<String, String> environment) throws InterruptedException {
        int port = FreePorts.firstFrom(20_080, Set.of());
        int managementPort = FreePorts.firstFrom(20_090, Set.of(port));
        Map<String, String> told = new HashMap<>(environment);
        told.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        told.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        told.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        told.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        SecondConsumer consumer = new SecondConsumer(launch(stack, told), managementPort);
        try {
            Wait.until(
                    Duration.ofSeconds(60), "the second consumer is ready", () -> HealthProbe.isReady(managementPort));
        } catch (InterruptedException | AssertionError e) {
            consumer.close();
            throw e;
        }
        return consumer;
    }

    private static Process launch(PackagedStack stack, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        stack.serviceJar("queue-consumer").toString())
                .redirectErrorStream(true)
                .redirectOutput(stack.log("second-consumer").toFile());
        builder.environment().putAll(stack.consumerEnvironment());
        builder.environment().putAll(environment);
        // PostgreSQL tells the two consumers apart by it.
        builder.environment().compute("QUARKUS_DATASOURCE_JDBC_URL", (name, url) -> url + "?ApplicationName=second");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServiceMetrics metrics() {
        return new ServiceMetrics(managementPort);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
