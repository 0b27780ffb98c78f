package dev.waybill.cli.bench;

import dev.waybill.cli.bench.ImapStage.Spread;
import dev.waybill.devstack.DovecotServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code waybill bench imap}: mails from Dovecot to committed tickets through the packaged queue-consumer; beside, in the same rounds, a
 * plain {@code UID FETCH} of the same mails, and mbsync where it is installed.
 */
@Command(
        name = "imap",
        description = "Measures mails from Dovecot to committed tickets; needs Debian's dovecot-imapd.",
        mixinStandardHelpOptions = true)
final class ImapBenchCommand implements Callable<Integer> {
    private static final String ONE = "oneMailbox";
    private static final String MANY = "manyMailboxes";
    private static final List<Target> TARGETS = List.of(
            new Target("", ONE + "MailsPerSecond", 500, false, "at least 500; aim 1,500"),
            new Target("", MANY + "MailsPerSecond", 500, false, "at least 500; aim 1,500"));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object with every figure and its conditions.")
    private boolean json;

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--mails", defaultValue = "10000", description = "Of each scenario; default ${DEFAULT-VALUE}.")
    private int mails;

    @Option(
            names = "--mailboxes",
            defaultValue = "50",
            description = "Over which the mails of the second scenario are spread; default ${DEFAULT-VALUE}.")
    private int mailboxes;

    @Option(
            names = "--profile",
            paramLabel = "FILE.jfr",
            description = "Record the consumer with JDK Flight Recorder; the figures are somewhat lower then.")
    private @Nullable Path profile;

    @Override
    public Integer call() {
        within("--repeats", repeats, 1, 100);
        within("--mails", mails, 10, 1_000_000);
        within("--mailboxes", mailboxes, 1, Math.min(1_000, mails));
        try {
            if (!DovecotServer.isInstalled()) {
                throw new BenchFailure("Dovecot is not installed: apt-get install dovecot-imapd");
            }
            FigureReport report = measure(spec.commandLine().getErr());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(report.json());
            } else {
                report.lines().forEach(out::println);
            }
            out.flush();
            return 0;
        } catch (BenchFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("no temporary directory can be made: " + e.getMessage());
            return 1;
        }
    }

    private void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; " + min + " to " + max + " are allowed");
        }
    }

    private FigureReport measure(PrintWriter err) throws IOException {
        Spread one = new Spread(ONE, 1, mails);
        Spread many = new Spread(MANY, mailboxes, mails / mailboxes);
        FigureReport report = new FigureReport("imap", TARGETS);
        Path directory = Files.createTempDirectory("waybill-bench-imap");
        say(err, "putting " + (one.mails() + many.mails()) + " mails into Dovecot, and starting the consumer");
        try (ImapStage stage = new ImapStage(directory, List.of(one, many), profiling())) {
            report.condition("mailsOfEachScenario", mails);
            report.condition("mailBytes", BenchMails.separate(0, 1).getFirst().length);
            report.condition("mailboxesOfTheSecondScenario", mailboxes);
            report.condition("repeats", repeats);
            report.condition("redis", stage.redisVersion() + ", appendfsync everysec");
            report.condition("postgres", stage.postgresSettings());
            report.condition("mbsync", Mbsync.isInstalled() ? "installed" : "not installed");
            report.condition("profiled", profile != null);
            say(err, "warming up");
            for (Spread spread : List.of(many, one)) {
                stage.process(spread);
            }
            for (int i = 1; i <= repeats; i++) {
                for (Spread spread : List.of(one, many)) {
                    say(err, "round " + i + " of " + repeats + ": " + spread.name());
                    round(stage, spread, report);
                }
                if (Mbsync.isInstalled()) {
                    say(err, "round " + i + " of " + repeats + ": mbsync");
                    report.add(ONE + "MbsyncMailsPerSecond", stage.mbsync(directory, one));
                }
            }
        }
        return report;
    }

    private static void round(ImapStage stage, Spread spread, FigureReport report) {
        double fetched = stage.bulkFetch(spread);
        stage.process(spread).forEach((figure, value) -> {
            report.add(spread.name() + capital(figure), value);
            if (figure.equals("mailsPerSecond")) {
                report.add(spread.name() + "RatioToPlainFetch", value / fetched);
            }
        });
        report.add(spread.name() + "PlainFetchMailsPerSecond", fetched);
    }

    private static String capital(String figure) {
        return Character.toUpperCase(figure.charAt(0)) + figure.substring(1);
    }

    private List<String> profiling() {
        Path file = profile;
        return file == null
                ? List.of()
                : List.of("-XX:StartFlightRecording=settings=profile,filename=" + file.toAbsolutePath());
    }

    private static void say(PrintWriter err, String what) {
        err.println(what);
        err.flush();
    }
}
