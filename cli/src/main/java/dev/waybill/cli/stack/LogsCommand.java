package dev.waybill.cli.stack;

import dev.waybill.devstack.LogTail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb that shows the end of a log, and follows it. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Show the log of a service or a server.")
final class LogsCommand implements Callable<Integer> {

    private static final List<String> NAMES = Stream.concat(
                    Home.SERVICES.stream(), Stream.of("redis", "postgres", "supervisor", "build"))
            .toList();
    private static final int MOST_LINES = 100_000;
    private static final long POLL_MILLIS = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SERVICE",
            description = "ingress-webhooks, imap-listener, queue-consumer, redis, postgres, supervisor or build.")
    private String name = "";

    @Option(names = "-n", paramLabel = "N", defaultValue = "100", description = "So many last lines (default 100).")
    private int lines;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        if (!NAMES.contains(name)) {
            throw new ParameterException(
                    spec.commandLine(), "There is no log '" + name + "'; there are " + String.join(", ", NAMES) + ".");
        }
        if (lines < 0 || lines > MOST_LINES) {
            throw new ParameterException(spec.commandLine(), "-n takes a number from 0 to " + MOST_LINES + ".");
        }
        return Verb.guard(spec, () -> {
            Path log = Home.here(System.getenv()).log(name);
            if (!Files.exists(log) && !follow) {
                throw new StackFailure("There is no log of " + name + " yet (" + log + "); ./waybill up starts it.");
            }
            print(log);
            return 0;
        });
    }

    private void print(Path log) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long seen = size(log);
        LogTail.lastLines(log, lines).forEach(out::println);
        out.flush();
        EventTail tail = EventTail.from(log, seen);
        while (follow && !out.checkError()) {
            tail.read(out::println);
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static long size(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException vanished) {
            return 0;
        }
    }
}
