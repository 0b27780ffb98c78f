package dev.waybill.cli.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the supervisor is started: in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches
 * it or the services.
 */
final class Detached {

    private static final String PERL = "use POSIX 'setsid'; setsid(); exec { $ARGV[0] } @ARGV or die $!";

    private Detached() {}

    static Process start(Home home, List<String> arguments) {
        List<String> command = new ArrayList<>(session());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Room for the demo mail server, which keeps every mail in this JVM.
        command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.add("-Dwaybill.cache=" + home.cache());
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.waybill.cli.Waybill", "supervise"));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.root().toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(home.log("supervisor").toFile()));
            builder.environment().put("WAYBILL_HOME", home.root().toString());
            return builder.start();
        } catch (IOException e) {
            throw new StackFailure("The supervisor could not be started: " + e.getMessage(), e);
        }
    }

    private static List<String> session() {
        if (isOnPath("setsid")) {
            return List.of("setsid");
        }
        if (isOnPath("perl")) {
            return List.of("perl", "-e", PERL);
        }
        return List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(directory -> directory.startsWith("/") && Files.isExecutable(Path.of(directory, program)));
    }
}
