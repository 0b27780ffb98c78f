package dev.waybill.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The launcher in a directory of its own, with JDKs and a Maven that only write down how they are called. The path
 * holds blanks, because users' paths do.
 */
final class LauncherSandbox {

    private static final String FAKE_JAVA = """
            #!/bin/sh
            printf 'home=%s\\n' "$WAYBILL_HOME"
            for argument in "$@"; do printf 'argument=%s\\n' "$argument"; done
            """;

    /** Builds nothing but what the launcher looks for; a file {@code fail} makes it fail. */
    private static final String FAKE_MAVEN = """
            #!/bin/sh
            echo "$*" >>maven.calls
            echo "java=$JAVA_HOME user=${MAVEN_USER_HOME:-}" >>maven.environment
            echo '[INFO] --------------------------< dev.waybill:cli >---------------------------'
            echo '[INFO] Building Waybill: the verbs of waybill 0.1.0-SNAPSHOT              [4/4]'
            if [ -e fail ]; then
              echo '[ERROR] COMPILATION ERROR : '
              echo '[ERROR] Broken.java:[1,1] class expected'
              exit 1
            fi
            mkdir -p cli/target/lib
            touch cli/target/cli-0.jar cli/target/lib/library.jar
            for service in ingress-webhooks imap-listener queue-consumer; do
              mkdir -p "$service/target/quarkus-app"
              touch "$service/target/quarkus-app/quarkus-run.jar"
            done
            if [ -d reports ]; then
              mkdir -p cli/target/surefire-reports
              cp reports/* cli/target/surefire-reports
              echo '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 6.3 s -- in dev.waybill.SomeTest'
            fi
            """;

    private final Path root;
    private final Path jdks;
    private final Map<String, String> environment = new HashMap<>();

    /** What the launcher printed, both streams together, and its exit status. */
    record Ended(int status, String said) {}

    LauncherSandbox(Path directory) throws IOException {
        this.root = Files.createDirectories(directory.resolve("a copy of waybill"));
        this.jdks = Files.createDirectories(directory.resolve("the jdks"));
        Files.copy(launcher(), root.resolve("waybill"));
        script(root.resolve("mvnw"), FAKE_MAVEN);
        Files.createDirectories(root.resolve(".mvn"));
        Files.createDirectories(root.resolve("cli/src/main"));
        Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
        Files.writeString(root.resolve("pom.xml"), "<module>cli</module>\n");
        environment.put("WAYBILL_JDKS", jdks.toString());
        environment.put("PATH", pathWithoutJava(directory).toString());
        environment.put(
                "HOME", Files.createDirectories(directory.resolve("home")).toString());
    }

    Path root() {
        return root;
    }

    LauncherSandbox set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Adds a JDK of that version; returns its directory. */
    Path addJdk(String version) throws IOException {
        Path jdk = jdks.resolve("jdk " + version);
        script(jdk.resolve("bin/java"), FAKE_JAVA);
        script(jdk.resolve("bin/javac"), FAKE_JAVA);
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    List<String> mavenCalls() throws IOException {
        Path calls = root.resolve("maven.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        return run(root.resolve("waybill"), arguments);
    }

    Ended run(Path program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.getParent().toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the launcher did not end; it said: " + said);
        }
        return new Ended(process.exitValue(), said);
    }

    /** The machine's own programs but for its JDKs. */
    private static Path pathWithoutJava(Path directory) throws IOException {
        Path path = Files.createDirectories(directory.resolve("path"));
        for (String name : List.of(
                "awk",
                "cat",
                "cp",
                "cut",
                "date",
                "dirname",
                "find",
                "getent",
                "grep",
                "head",
                "id",
                "kill",
                "mkdir",
                "mv",
                "paste",
                "ps",
                "readlink",
                "rm",
                "sed",
                "sh",
                "sleep",
                "sort",
                "tail",
                "tee",
                "touch",
                "tr")) {
            for (String place : List.of("/usr/bin", "/bin")) {
                if (Files.isExecutable(Path.of(place, name)) && !Files.exists(path.resolve(name))) {
                    Files.createSymbolicLink(path.resolve(name), Path.of(place, name));
                }
            }
        }
        return path;
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** Tests run in the module's directory, the launcher lies above it. */
    private static Path launcher() {
        return Path.of("").toAbsolutePath().getParent().resolve("waybill");
    }
}
