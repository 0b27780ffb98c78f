package dev.waybill.cli.bench;

import dev.waybill.cli.stack.Home;
import dev.waybill.devstack.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill bench queue}: the pointer queue and BullMQ, on the same Redis build and settings, in interleaved repeats. */
@Command(
        name = "queue",
        description = "Measures the pointer queue, and BullMQ beside it, each on a fresh Redis of its own.",
        mixinStandardHelpOptions = true)
final class QueueBenchCommand implements Callable<Integer> {
    /** Batch 1 and BullMQ are slower; their rates need no more pointers than this. */
    private static final int SLOW = 40_000;

    private static final int SLICES = 12;

    private static final Duration LEASE = Duration.ofSeconds(2);

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--pointers",
            defaultValue = "200000",
            description =
                    "To drain; default ${DEFAULT-VALUE}. With few, every scenario is short, and its figures mean little.")
    private int pointers;

    @Option(names = "--consumers", defaultValue = "4", description = "Consumers; default ${DEFAULT-VALUE}.")
    private int consumers;

    @Option(names = "--redis", paramLabel = "PROGRAM", description = "A redis-server; default: the one that up starts.")
    private @Nullable Path redis;

    @Option(names = "--no-rival", description = "Leave BullMQ out, which needs Node.js.")
    private boolean alone;

    @Option(
            names = "--scenarios",
            split = ",",
            description = "Only these: drain1, drain8, drain64, durable64, inFlight, steady, idle, fairness, kill,"
                    + " bullmq.")
    private List<String> only = List.of();

    @Override
    public Integer call() {
        bench.within("--repeats", repeats, 1, 100);
        bench.within("--pointers", pointers, 1_000, 2_000_000);
        bench.within("--consumers", consumers, 2, 64);
        return bench.report(this::measure);
    }

    private QueueBenchReport measure() {
        List<QueueScenario> scenarios = chosen();
        QueueBenchReport report = new QueueBenchReport(scenarios, repeats);
        warmUp();
        for (int round = 1; round <= repeats; round++) {
            Map<String, Map<String, Double>> before = new LinkedHashMap<>();
            for (QueueScenario scenario : scenarios) {
                bench.say("round " + round + " of " + repeats + ": " + scenario.name() + ", " + scenario.conditions());
                try (BenchRedis server = new BenchRedis(options(scenario))) {
                    report.redis(server.version());
                    before.put(scenario.name(), scenario.run(server, before));
                }
            }
            report.add(before);
        }
        return report;
    }

    /** The first seconds of a JVM are the compiler's; nobody runs consumers for that long only. */
    private void warmUp() {
        bench.say("warming up");
        for (int batch : List.of(64, 8, 1)) {
            DrainScenario scenario = new DrainScenario("warm-up", few(), batch, consumers, false);
            try (BenchRedis server = new BenchRedis(options(scenario))) {
                scenario.run(server, Map.of());
            }
        }
    }

    private RedisServer.Options options(QueueScenario scenario) {
        return redis == null ? scenario.redis() : scenario.redis().withExecutable(redis);
    }

    private List<QueueScenario> chosen() {
        List<QueueScenario> all = new ArrayList<>();
        all.add(drain("drain64", 64, false));
        if (!alone && (only.isEmpty() || only.contains("bullmq"))) {
            Path directory = Home.here(System.getenv()).root().resolve("bench").resolve("bullmq");
            BullmqScenario.install(directory);
            all.add(new BullmqScenario("bullmqOneProcess", directory, few(), 1, 4, 100));
            all.add(new BullmqScenario("bullmqTwoProcesses", directory, few(), 2, 2, 250));
        }
        all.add(new InFlightScenario(SLICES, Math.min(pointers, 10_000), consumers));
        all.add(drain("drain8", 8, false));
        all.add(new DrainScenario("drain1", few(), 1, consumers, false));
        all.add(drain("durable64", 64, true));
        all.add(new SteadyScenario(5, consumers, "drain64"));
        all.add(new IdleScenario(1_000, Duration.ofMillis(Math.min(10_000, pointers / 20))));
        all.add(new FairnessScenario(Math.min(100_000, 20 * pointers), Math.min(300, pointers / 20)));
        all.add(new KillScenario(SLOW, consumers, LEASE));
        if (only.isEmpty()) {
            return all;
        }
        List<QueueScenario> some = all.stream()
                .filter(scenario -> only.stream().anyMatch(scenario.name()::startsWith))
                .toList();
        if (some.isEmpty()) {
            throw bench.mistake("--scenarios names none of "
                    + all.stream().map(QueueScenario::name).toList());
        }
        return some;
    }

    /** Of what is slow. */
    private int few() {
        return Math.min(pointers, SLOW);
    }

    private DrainScenario drain(String name, int batch, boolean durable) {
        return new DrainScenario(name, pointers, batch, consumers, durable);
    }
}
