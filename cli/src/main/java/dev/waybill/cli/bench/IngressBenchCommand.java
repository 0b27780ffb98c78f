package dev.waybill.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.bench.WrkRun.Load;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object with every figure and its conditions.")
    private boolean json;

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each run; default ${DEFAULT-VALUE}.")
    private int seconds;

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
        within("--repeats", repeats, 1, 100);
        within("--seconds", seconds, 1, 600);
        within("--connections", connections, 1, 1_000);
        within("--soak", soak, 0, 7_200);
        try {
            print(measure(spec.commandLine().getErr()));
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

    /** A kind of load; {@code half}: at half the rate that the scenario before it reached. */
    private record Scenario(String name, String path, String kind, int batch, boolean half) {}

    private static final List<Scenario> SCENARIOS = List.of(
            new Scenario("nothing", "/webhooks/nothing", "graph", 1, false),
            new Scenario("graphSingle", "/webhooks/microsoft", "graph", 1, false),
            new Scenario("graphSingleHalfLoad", "/webhooks/microsoft", "graph", 1, true),
            new Scenario("graphBatch50", "/webhooks/microsoft", "graph", BATCH, false),
            new Scenario("graphBatch50HalfLoad", "/webhooks/microsoft", "graph", BATCH, true),
            new Scenario("google", "/webhooks/google", "google", 1, false),
            new Scenario("googleHalfLoad", "/webhooks/google", "google", 1, true));

    private Map<String, Double> measure(PrintWriter err) throws IOException {
        Path directory = Files.createTempDirectory("waybill-bench-ingress");
        Map<String, List<Load>> loads = new LinkedHashMap<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        try (IngressStage stage = new IngressStage(directory, !silent)) {
            WrkRun wrk = new WrkRun(directory);
            say(err, "warming up");
            for (Scenario scenario : SCENARIOS) {
                if (!scenario.half()) {
                    run(stage, wrk, scenario, Math.max(2, seconds / 2), 0);
                }
            }
            for (int i = 1; i <= repeats; i++) {
                double before = 0;
                for (Scenario scenario : SCENARIOS) {
                    say(err, "round " + i + " of " + repeats + ": " + scenario.name());
                    // Twice the time that a request takes at full load halves the rate.
                    int delay = scenario.half() ? (int) Math.ceil(2_000.0 * connections / before) : 0;
                    Load load = run(stage, wrk, scenario, seconds, delay);
                    before = load.requestsPerSecond();
                    loads.computeIfAbsent(scenario.name(), name -> new ArrayList<>())
                            .add(load);
                }
            }
            for (Scenario scenario : SCENARIOS) {
                figures(figures, scenario, loads.getOrDefault(scenario.name(), List.of()));
            }
            figures.put(
                    "ratioOfGraphSingleToNothing",
                    figures.getOrDefault("graphSingleRequestsPerSecond", 0.0)
                            / figures.getOrDefault("nothingRequestsPerSecond", 1.0));
            if (soak > 0) {
                soak(err, stage, wrk, figures);
            }
        }
        return figures;
    }

    private Load run(IngressStage stage, WrkRun wrk, Scenario scenario, int forSeconds, int delay) {
        stage.empty();
        Load load = wrk.load(
                stage.url(scenario.path()),
                scenario.kind(),
                scenario.batch(),
                forSeconds,
                connections,
                delay,
                scenario.kind().equals("google") ? stage.token() : "");
        long waiting = stage.waiting();
        boolean wrong = switch (scenario.name()) {
            // What the run before had sent when it ended may arrive late.
            case "nothing" -> waiting > (long) connections * BATCH;
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

    private static void figures(Map<String, Double> figures, Scenario scenario, List<Load> loads) {
        Load median = loads.stream().sorted(Load.BY_RATE).toList().get(loads.size() / 2);
        String name = scenario.name();
        figures.put(name + "RequestsPerSecond", median.requestsPerSecond());
        if (!scenario.half() && !name.equals("nothing")) {
            figures.put(name + "NotificationsPerSecond", median.requestsPerSecond() * scenario.batch());
        }
        figures.put(name + "MillisP50", median.p50Millis());
        figures.put(name + "MillisP99", median.p99Millis());
        figures.put(name + "MillisP999", median.p999Millis());
    }

    private void soak(PrintWriter err, IngressStage stage, WrkRun wrk, Map<String, Double> figures) {
        Scenario full = SCENARIOS.get(1);
        int slice = Math.max(1, soak / 10);
        for (int i = 1; i <= 10; i++) {
            say(err, "full load, slice " + i + " of 10");
            run(stage, wrk, full, slice, 0);
            figures.put("soakResidentMegabytesAfter" + i + "Tenths", stage.residentMegabytes());
        }
    }

    private static void say(PrintWriter err, String what) {
        err.println(what);
        err.flush();
    }

    private void print(Map<String, Double> figures) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode report = new ObjectMapper().createObjectNode().put("bench", "ingress");
            figures.forEach(report::put);
            report.putObject("conditions")
                    .put("repeats", repeats)
                    .put("secondsOfEachRun", seconds)
                    .put("connections", connections)
                    .put("mailboxesOfEachProvider", IngressStage.MAILBOXES)
                    .put("logEvents", !silent)
                    .put("soakSeconds", soak)
                    .put("processors", Runtime.getRuntime().availableProcessors())
                    .put("java", Runtime.version().toString())
                    .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
            try {
                out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree always has a JSON form", e);
            }
        } else {
            out.println("wrk, " + connections + " connections, " + repeats + " rounds of " + seconds
                    + " s; load, service and Redis share "
                    + Runtime.getRuntime().availableProcessors()
                    + " processors; Java " + Runtime.version());
            figures.forEach((name, value) -> out.println(String.format(Locale.ROOT, "  %-38s %,14.2f", name, value)));
        }
        out.flush();
    }
}
