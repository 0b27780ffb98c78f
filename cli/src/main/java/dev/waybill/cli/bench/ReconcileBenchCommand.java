package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill bench reconcile}: what it costs to compare thousands of idle mailboxes with the ledger, once each. */
@Command(
        name = "reconcile",
        description = "Measures a round of comparisons of idle IMAP mailboxes by one packaged queue-consumer.",
        mixinStandardHelpOptions = true)
final class ReconcileBenchCommand implements Callable<Integer> {
    /** How often each mailbox is compared by default. */
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private static final List<Target> TARGETS = List.of(
            new Target("", "corePercent", 10, true, "under 10 of a core"),
            new Target("", "commandsPerMailbox", 4.99, true, "under 5"));

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(names = "--mailboxes", defaultValue = "2000", description = "Default ${DEFAULT-VALUE}.")
    private int mailboxes;

    @Option(names = "--mails", defaultValue = "3", description = "In each, all known; default ${DEFAULT-VALUE}.")
    private int mails;

    @Option(
            names = "--over",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "The time over which a round is spread; ${DEFAULT-VALUE} as by the default schedule.")
    private int over;

    @Option(
            names = "--rest",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "How long nothing is compared, to know what that costs; default ${DEFAULT-VALUE}.")
    private int rest;

    @Override
    public Integer call() {
        bench.within("--mailboxes", mailboxes, 1, 100_000);
        bench.within("--mails", mails, 0, 1_000);
        bench.within("--over", over, 1, 7_200);
        bench.within("--rest", rest, 1, 7_200);
        return bench.report(this::measure);
    }

    private FigureReport measure() throws IOException {
        SystemLimits.checkConnections(mailboxes);
        FigureReport report = new FigureReport("reconcile", TARGETS);
        Path directory = Files.createTempDirectory("waybill-bench-reconcile");
        bench.say("connecting " + mailboxes + " mailboxes, and comparing them for the first time");
        try (ReconcileStage stage = new ReconcileStage(directory, mailboxes, mails)) {
            report.condition("mailboxes", mailboxes + ", one folder each, " + mails + " mails, all known");
            report.condition("roundSpreadOverSeconds", over);
            report.condition("defaultIntervalSeconds", INTERVAL.toSeconds());
            report.condition("redis", stage.redisVersion() + ", appendfsync everysec");
            bench.say("nothing is compared for " + rest + " s");
            ReconcileStage.Used atRest = stage.rest(Duration.ofSeconds(rest));
            bench.say("a round over " + over + " s");
            ReconcileStage.Used round = stage.round(Duration.ofSeconds(over));
            report.add("roundSeconds", round.seconds());
            report.add("commandsPerMailbox", (double) round.commands() / mailboxes);
            report.add("loginsPerMailbox", (double) round.logins() / mailboxes);
            double whole = 0;
            for (Map.Entry<String, Double> server : round.cpuSeconds().entrySet()) {
                double idle = atRest.cpuSeconds().getOrDefault(server.getKey(), 0.0) / atRest.seconds();
                double cost = server.getValue() - idle * round.seconds();
                report.add(server.getKey() + "CpuSecondsOfARound", cost);
                report.add(server.getKey() + "CpuPercentAtRest", idle * 100);
                whole += cost;
            }
            report.add("corePercent", whole * 100 / INTERVAL.toSeconds());
        }
        return report;
    }
}
