package dev.waybill.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code ./waybill} executes once it has found a JDK and built: a verb in a JVM of its own. */
public final class VerbCommand {
    /** Absolute, because a verb's working directory is not the test's. */
    private static final String CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));

    private VerbCommand() {}

    /** Returns the words that run it; without a verb, the words that stand before one. */
    public static List<String> of(String... verb) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                CLASS_PATH,
                Waybill.class.getName()));
        command.addAll(List.of(verb));
        return command;
    }
}
