package dev.waybill.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The figures of some rounds as medians with their spread, the conditions in which they were taken, and the targets. */
final class FigureReport implements BenchReport {
    private final String bench;
    private final List<Target> targets;
    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, Object> conditions = new LinkedHashMap<>();
    private final double loadAtStart = OwnCpu.loadAverage();

    FigureReport(String bench, List<Target> targets) {
        this.bench = bench;
        this.targets = targets;
    }

    void add(String figure, double value) {
        values.computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
    }

    void condition(String name, Object value) {
        conditions.put(name, value);
    }

    private Optional<Samples> samples(String figure) {
        return Optional.ofNullable(values.get(figure)).map(Samples::of);
    }

    private void commonConditions() {
        condition("processors", Runtime.getRuntime().availableProcessors());
        condition("loadAverageAtStart", loadAtStart);
        condition("loadAverageAtEnd", OwnCpu.loadAverage());
        condition("java", Runtime.version().toString());
        condition("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    @Override
    public ObjectNode json() {
        commonConditions();
        ObjectNode report = new ObjectMapper().createObjectNode().put("bench", bench);
        values.forEach((name, all) -> report.put(name, Samples.of(all).median()));
        ObjectNode reached = report.putObject("targets");
        for (Target target : targets) {
            samples(target.figure())
                    .ifPresent(found -> reached.putObject(target.figure())
                            .put("median", found.median())
                            .put("target", target.words())
                            .put("reached", target.reachedBy(found.median())));
        }
        ObjectNode spread = report.putObject("spread");
        values.forEach((name, all) -> {
            Samples found = Samples.of(all);
            spread.putObject(name).put("min", found.min()).put("max", found.max());
        });
        report.set("conditions", new ObjectMapper().valueToTree(conditions));
        return report;
    }

    @Override
    public List<String> lines() {
        commonConditions();
        List<String> lines = new ArrayList<>();
        conditions.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        values.forEach((name, all) -> {
            Samples found = Samples.of(all);
            lines.add(String.format(
                    Locale.ROOT, "  %-38s %,14.2f  (%,.2f to %,.2f)", name, found.median(), found.min(), found.max()));
        });
        if (targets.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add("Must reach (medians)");
        for (Target target : targets) {
            samples(target.figure()).ifPresent(found -> lines.add(target.line(found)));
        }
        return lines;
    }
}
