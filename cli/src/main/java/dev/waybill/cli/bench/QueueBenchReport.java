package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code waybill bench queue} found: medians and spread of each figure, and the ratios within each round. */
final class QueueBenchReport implements BenchReport {
    private static final String OURS = "drain64";

    private final List<QueueScenario> scenarios;
    private final int repeats;
    private final List<Map<String, Map<String, Double>>> rounds = new ArrayList<>();
    private final double loadAtStart = OwnCpu.loadAverage();
    private String redis = "";

    QueueBenchReport(List<QueueScenario> scenarios, int repeats) {
        this.scenarios = scenarios;
        this.repeats = repeats;
    }

    void redis(String version) {
        redis = version;
    }

    void add(Map<String, Map<String, Double>> round) {
        rounds.add(round);
    }

    /** One object; the figures that have a target by their own names, then each scenario whole. */
    @Override
    public ObjectNode json() {
        ObjectNode report = new ObjectMapper().createObjectNode().put("bench", "queue");
        ratios().forEach((name, samples) -> report.put(name, samples.median()));
        ObjectNode targets = new ObjectMapper().createObjectNode();
        for (Target target : Target.OF_THE_QUEUE) {
            figure(target).ifPresent(samples -> {
                report.put(target.figure(), samples.median());
                targets.putObject(target.figure())
                        .put("median", samples.median())
                        .put("target", target.words())
                        .put("reached", target.reachedBy(samples.median()));
            });
        }
        report.set("targets", targets);
        report.putObject("conditions")
                .put("redisVersion", redis)
                .put("repeats", repeats)
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("pinned", false)
                .put("loadAverageAtStart", loadAtStart)
                .put("loadAverageAtEnd", OwnCpu.loadAverage())
                .put("java", Runtime.version().toString())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        ObjectNode all = report.putObject("scenarios");
        for (QueueScenario scenario : scenarios) {
            ObjectNode one = all.putObject(scenario.name()).put("conditions", scenario.conditions());
            for (String name : figuresOf(scenario.name())) {
                figure(scenario.name(), name)
                        .ifPresent(samples -> one.putObject(name)
                                .put("median", samples.median())
                                .put("min", samples.min())
                                .put("max", samples.max()));
            }
        }
        return report;
    }

    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Redis " + redis + ", " + Runtime.getRuntime().availableProcessors()
                + " processors shared with it, not pinned; load average " + loadAtStart + " before, "
                + OwnCpu.loadAverage() + " after; median (lowest to highest) of " + repeats + " rounds");
        for (QueueScenario scenario : scenarios) {
            lines.add("");
            lines.add(scenario.name() + ": " + scenario.conditions());
            for (String name : figuresOf(scenario.name())) {
                figure(scenario.name(), name).ifPresent(samples -> lines.add(line(name, samples)));
            }
        }
        lines.add("");
        ratios().forEach((name, samples) -> lines.add(line(name, samples)));
        lines.add("");
        lines.add("Must reach (medians)");
        for (Target target : Target.OF_THE_QUEUE) {
            figure(target).ifPresent(samples -> lines.add(target.line(samples)));
        }
        return lines;
    }

    private static String line(String name, Samples samples) {
        return String.format(
                Locale.ROOT, "  %-38s %,14.2f  (%,.2f to %,.2f)", name, samples.median(), samples.min(), samples.max());
    }

    private Optional<Samples> figure(Target target) {
        return target.scenario().isEmpty()
                ? Optional.ofNullable(ratios().get(target.figure()))
                : figure(target.scenario(), target.figure());
    }

    private List<String> figuresOf(String scenario) {
        return rounds.stream()
                .map(round -> round.getOrDefault(scenario, Map.of()).keySet())
                .flatMap(names -> names.stream().sorted())
                .distinct()
                .toList();
    }

    private Optional<Samples> figure(String scenario, String name) {
        List<Double> values = rounds.stream()
                .flatMap(round ->
                        Stream.ofNullable(round.getOrDefault(scenario, Map.of()).get(name)))
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(Samples.of(values));
    }

    /** Each round's own ratio: machines have good and bad minutes. */
    private Map<String, Samples> ratios() {
        Map<String, List<Double>> found = new LinkedHashMap<>();
        for (Map<String, Map<String, Double>> round : rounds) {
            Map<String, Double> ours = round.getOrDefault(OURS, Map.of());
            ratio(found, "ratioToBullmq", ours.get("pointersPerSecond"), bullmq(round, "pointersPerSecond", true));
            ratio(
                    found,
                    "ratioOfRedisMicrosToBullmq",
                    ours.get("redisMicrosPerPointer"),
                    bullmq(round, "redisMicrosPerPointer", false));
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        found.forEach((name, values) -> samples.put(name, Samples.of(values)));
        return samples;
    }

    /** BullMQ's best of this round. */
    private static OptionalDouble bullmq(Map<String, Map<String, Double>> round, String figure, boolean most) {
        var values = round.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("bullmq"))
                .map(entry -> entry.getValue().getOrDefault(figure, 0.0))
                .mapToDouble(Double::doubleValue);
        return most ? values.max() : values.min();
    }

    private static void ratio(
            Map<String, List<Double>> found, String name, @Nullable Double value, OptionalDouble base) {
        if (value != null && base.isPresent() && base.getAsDouble() > 0) {
            found.computeIfAbsent(name, key -> new ArrayList<>()).add(value / base.getAsDouble());
        }
    }
}
