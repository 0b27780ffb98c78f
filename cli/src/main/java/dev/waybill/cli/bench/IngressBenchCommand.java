package dev.waybill.cli.bench;

import dev.waybill.cli.bench.WrkRun.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code waybill bench ingress}: pushes that the packaged ingress-webhooks takes into Redis in a second, beside an endpoint of the same
 * server that only answers 202. The scenarios take turns, so that a machine that slows down slows all of them.
 */
@Command(
        name = "ingress",
        description = "Measures pushes taken into Redis, single and in batches, beside the bare server; needs wrk.",
        mixinStandardHelpOptions = true)
final class IngressBenchCommand implements Callable<Integer> {
    private static final int BATCH = 50;
    private static final int TURNS = 6;
    private static final int TURN_SECONDS = 3;
    private static final List<Target> TARGETS = List.of(
            new Target("", "ratioOfGraphSingleToNothing", 0.5, false, "at least 0.5"),
            new Target("", "graphBatch50NotificationsPerSecond", 20_000, false, "at least 20,000"),
            new Target("", "graphSingleHalfLoadMillisP99", 50, true, "under 50"),
            new Target("", "graphBatch50HalfLoadMillisP99", 50, true, "under 50"),
            new Target("", "googleHalfLoadMillisP99", 50, true, "under 50"),
            new Target("", "redisKilledAnswerMillisMax", 1_000, true, "503 within 1 s"),
            new Target("", "redisKilledRecoveryMillis", 2_000, true, "within 2 s"),
            new Target("", "redisFrozenAnswerMillisMax", 1_000, true, "503 within 1 s"),
            new Target("", "redisFrozenRecoveryMillis", 2_000, true, "within 2 s"));

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each run; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Of each kind of full load before the first round; default ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--connections", defaultValue = "64", description = "Connections; default ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--soak",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Full load for so long at the end, to see memory stay flat; default none.")
    private int soak;

    @Option(names = "--no-events", description = "Leave out the log event of each pointer.")
    private boolean silent;

    @Override
    public Integer call() {
        bench.within("--repeats", repeats, 1, 100);
        bench.within("--seconds", seconds, 1, 600);
        bench.within("--warm-up", warmUp, 1, 600);
        bench.within("--connections", connections, 1, 1_000);
        bench.within("--soak", soak, 0, 7_200);
        return bench.report(this::measure);
    }

    /** A kind of load; {@code half}: at half the rate that the scenario before it reached. */
    private record Scenario(String name, String path, String kind, int batch, boolean half) {}

    private static final Scenario NOTHING = new Scenario("nothing", "/webhooks/nothing", "graph", 1, false);
    private static final Scenario GRAPH_SINGLE = new Scenario("graphSingle", "/webhooks/microsoft", "graph", 1, false);
    private static final List<Scenario> SCENARIOS = List.of(
            NOTHING,
            GRAPH_SINGLE,
            new Scenario("graphSingleHalfLoad", "/webhooks/microsoft", "graph", 1, true),
            new Scenario("graphBatch50", "/webhooks/microsoft", "graph", BATCH, false),
            new Scenario("graphBatch50HalfLoad", "/webhooks/microsoft", "graph", BATCH, true),
            new Scenario("google", "/webhooks/google", "google", 1, false),
            new Scenario("googleHalfLoad", "/webhooks/google", "google", 1, true));

    private FigureReport measure() throws IOException {
        Path directory = Files.createTempDirectory("waybill-bench-ingress");
        FigureReport report = new FigureReport("ingress", TARGETS);
        report.condition("repeats", repeats);
        report.condition("secondsOfEachRun", seconds);
        report.condition("warmUpSecondsOfEachKind", warmUp);
        report.condition("connections", connections);
        report.condition("mailboxesOfEachProvider", IngressStage.MAILBOXES);
        report.condition("logEvents", !silent);
        report.condition("soakSeconds", soak);
        try (IngressStage stage = new IngressStage(directory, !silent)) {
            WrkRun wrk = new WrkRun(directory);
            for (Scenario scenario : SCENARIOS) {
                if (!scenario.half()) {
                    // It is the service that runs for weeks that is measured, not its compiler.
                    bench.say("warming up: " + scenario.name());
                    run(stage, wrk, scenario, warmUp, 0);
                }
            }
            for (int i = 1; i <= repeats; i++) {
                round("round " + i + " of " + repeats, stage, wrk, report);
            }
            soak(stage, wrk, report);
        }
        return report;
    }

    private void round(String name, IngressStage stage, WrkRun wrk, FigureReport report) {
        bench.say(name + ": nothing and graphSingle by turns");
        compare(stage, wrk, report);
        double before = 0;
        for (Scenario scenario : SCENARIOS) {
            bench.say(name + ": " + scenario.name());
            double serviceBefore = stage.serviceCpuSeconds();
            double redisBefore = stage.redisCpuSeconds();
            Load load = run(stage, wrk, scenario, seconds, scenario.half() ? before / 2 : 0);
            report.add(
                    scenario.name() + "ServiceCpuMicrosPerRequest",
                    (stage.serviceCpuSeconds() - serviceBefore) * 1e6 / load.requests());
            report.add(
                    scenario.name() + "RedisCpuMicrosPerRequest",
                    (stage.redisCpuSeconds() - redisBefore) * 1e6 / load.requests());
            before = load.requestsPerSecond();
            add(report, scenario, load);
        }
        bench.say(name + ": without Redis");
        new RedisAway(stage, wrk, connections, Math.max(3, seconds / 2)).measure(report);
    }

    /** By turns, because a machine that others use is not equally fast for long enough to run one after the other. */
    private void compare(IngressStage stage, WrkRun wrk, FigureReport report) {
        double nothing = 0;
        double single = 0;
        for (int i = 0; i < TURNS; i++) {
            nothing += run(stage, wrk, NOTHING, TURN_SECONDS, 0).requestsPerSecond();
            single += run(stage, wrk, GRAPH_SINGLE, TURN_SECONDS, 0).requestsPerSecond();
        }
        report.add("ratioOfGraphSingleToNothing", single / nothing);
    }

    private Load run(IngressStage stage, WrkRun wrk, Scenario scenario, int forSeconds, double rate) {
        stage.empty();
        Load load = wrk.load(
                stage.url(scenario.path()),
                scenario.kind(),
                scenario.batch(),
                forSeconds,
                connections,
                rate,
                scenario.kind().equals("google") ? stage.token() : "");
        long waiting = stage.waiting();
        boolean wrong = switch (scenario.name()) {
            case "nothing" -> waiting > 0;
            // Pushes of one mailbox coalesce.
            case "google", "googleHalfLoad" -> waiting == 0 || waiting > IngressStage.MAILBOXES;
            default -> waiting < (load.requests() - load.refused()) * scenario.batch();
        };
        if (wrong || load.refused() > 0) {
            throw new BenchFailure(scenario.name() + ": " + load.requests() + " requests, " + load.refused()
                    + " of them not answered 202, left " + waiting
                    + " pointers in Redis; no figure would mean anything");
        }
        return load;
    }

    private static void add(FigureReport report, Scenario scenario, Load load) {
        String name = scenario.name();
        report.add(name + "RequestsPerSecond", load.requestsPerSecond());
        if (!scenario.half() && !name.equals("nothing")) {
            report.add(name + "NotificationsPerSecond", load.requestsPerSecond() * scenario.batch());
        }
        report.add(name + "MillisP50", load.p50Millis());
        report.add(name + "MillisP99", load.p99Millis());
        report.add(name + "MillisP999", load.p999Millis());
    }

    private void soak(IngressStage stage, WrkRun wrk, FigureReport report) {
        if (soak == 0) {
            return;
        }
        int slice = Math.max(1, soak / 10);
        for (int i = 1; i <= 10; i++) {
            bench.say("full load, slice " + i + " of 10");
            run(stage, wrk, GRAPH_SINGLE, slice, 0);
            report.add("soakResidentMegabytesAfter" + i + "Tenths", stage.residentMegabytes());
        }
    }
}
