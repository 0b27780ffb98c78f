package dev.waybill.cli.bench;

import dev.waybill.cli.bench.ImapStage.Spread;
import dev.waybill.devstack.DovecotServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private BenchOptions bench = new BenchOptions();

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
        bench.within("--repeats", repeats, 1, 100);
        bench.within("--mails", mails, 10, 1_000_000);
        bench.within("--mailboxes", mailboxes, 1, Math.min(1_000, mails));
        return bench.report(this::measure);
    }

    private FigureReport measure() throws IOException {
        if (!DovecotServer.isInstalled()) {
            throw new BenchFailure("Dovecot is not installed: apt-get install dovecot-imapd");
        }
        Spread one = new Spread(ONE, 1, mails);
        Spread many = new Spread(MANY, mailboxes, mails / mailboxes);
        FigureReport report = new FigureReport("imap", TARGETS);
        Path directory = Files.createTempDirectory("waybill-bench-imap");
        bench.say("putting " + (one.mails() + many.mails()) + " mails into Dovecot, and starting the consumer");
        try (ImapStage stage = new ImapStage(directory, List.of(one, many), profiling())) {
            report.condition("mailsOfEachScenario", mails);
            report.condition("mailBytes", BenchMails.separate(0, 1).getFirst().length);
            report.condition("mailboxesOfTheSecondScenario", mailboxes);
            report.condition("repeats", repeats);
            report.condition("redis", stage.redisVersion() + ", appendfsync everysec");
            report.condition("postgres", stage.postgresSettings());
            report.condition("mbsync", Mbsync.isInstalled() ? "installed" : "not installed");
            report.condition("profiled", profile != null);
            bench.say("warming up");
            for (Spread spread : List.of(many, one)) {
                stage.process(spread);
            }
            for (int i = 1; i <= repeats; i++) {
                for (Spread spread : List.of(one, many)) {
                    bench.say("round " + i + " of " + repeats + ": " + spread.name());
                    round(stage, spread, report);
                }
                if (Mbsync.isInstalled()) {
                    bench.say("round " + i + " of " + repeats + ": mbsync");
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
}
