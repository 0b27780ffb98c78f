package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.HealthProbe;
import dev.waybill.cli.stack.Home;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.cli.stack.StackState;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One of the three services, in a JVM of its own. Port 0: it serves nothing but its management port. */
final class ServiceChild implements Child {

    /** A log is set aside when a start finds it longer. */
    private static final long LONGEST_LOG = 20L << 20;

    private final Home home;
    private final String name;
    private final int port;
    private final int managementPort;
    private final Map<String, String> environment;

    ServiceChild(Home home, String name, int port, int managementPort, Map<String, String> environment) {
        this.home = home;
        this.name = name;
        this.port = port;
        this.managementPort = managementPort;
        this.environment = Map.copyOf(environment);
    }

    int port() {
        return port;
    }

    int managementPort() {
        return managementPort;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public StackState.Kind kind() {
        return StackState.Kind.SERVICE;
    }

    @Override
    public Path log() {
        return home.log(name);
    }

    @Override
    public String place() {
        return (port == 0 ? "" : "port " + port + ", ") + "management port " + managementPort;
    }

    @Override
    public Process launch() {
        try {
            setLongLogAside();
            ProcessBuilder builder = new ProcessBuilder(command())
                    .directory(home.root().toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            if (port != 0) {
                builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
                builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
            }
            builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
            return builder.start();
        } catch (IOException e) {
            throw new StackFailure(name + " could not be started: " + e.getMessage(), e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String extra = System.getenv().getOrDefault("WAYBILL_JAVA_OPTS", "").strip();
        if (!extra.isEmpty()) {
            command.addAll(List.of(extra.split("\\s+", -1)));
        }
        command.addAll(List.of("-jar", home.serviceJar(name).toString()));
        return command;
    }

    private void setLongLogAside() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LONGEST_LOG) {
            Files.move(
                    log(),
                    log().resolveSibling(name + ".log.1"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public boolean isReady() {
        return HealthProbe.isReady(managementPort);
    }

    @Override
    public int startsAllowed() {
        return 3;
    }
}
