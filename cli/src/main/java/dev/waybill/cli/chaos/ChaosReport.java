package dev.waybill.cli.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A result for people and for programs.
 *
 * @param conditions of the run, by name
 * @param leftOut classes of faults that could not be part of it, with the reason
 */
record ChaosReport(
        long seed, FaultPlan plan, Map<String, String> conditions, Map<String, String> leftOut, ChaosResult result) {
    private static final int MOST = 50;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Findings found = result.findings();
        lines.add("seed " + seed + ", " + result.at());
        conditions.forEach((name, value) -> lines.add("  " + name + ": " + value));
        lines.add("faults: " + result.faults());
        plan.byClass()
                .forEach((kind, times) ->
                        lines.add(String.format(Locale.ROOT, "  %3d %-16s %s", times, kind.word(), kind.meaning())));
        leftOut.forEach((kind, why) -> lines.add("  left out: " + kind + ", " + why));
        result.failedFaults().forEach(fault -> lines.add("  did not happen: " + fault));
        lines.add("what became of " + result.sent().size() + " mails, in "
                + result.took().toSeconds() + " s:");
        outcomes().forEach((what, times) -> lines.add(String.format(Locale.ROOT, "  %6d %s", times, what)));
        lines.add((result.calm() ? "calm " : "no calm ") + result.calmAfter().toSeconds() + " s after the last fault");
        list(lines, "lost", found.lost());
        list(lines, "twice", found.twice());
        list(lines, "unexplained", found.unexplained());
        lines.add(result.isGood() ? "good" : "NOT good; the seed is " + seed);
        return lines;
    }

    private static void list(List<String> lines, String what, List<String> found) {
        lines.add(what + ": " + found.size());
        found.stream().limit(MOST).forEach(words -> lines.add("  " + words));
        if (found.size() > MOST) {
            lines.add("  and " + (found.size() - MOST) + " more");
        }
    }

    /** Rows of the ledger by outcome, reason or effect. */
    private Map<String, Integer> outcomes() {
        Map<String, Integer> outcomes = new TreeMap<>();
        result.evidence()
                .ledger()
                .forEach(row -> outcomes.merge(
                        row.outcome() + ": " + (row.reason().isEmpty() ? row.effect() : row.reason()),
                        1,
                        Integer::sum));
        return outcomes;
    }

    ObjectNode json() {
        ObjectNode report = new ObjectMapper().createObjectNode().put("bench", "chaos");
        report.put("seed", seed)
                .put("at", result.at().toString())
                .put("good", result.isGood())
                .put("mails", result.sent().size())
                .put("faults", result.faults())
                .put("lost", result.findings().lost().size())
                .put("twice", result.findings().twice().size())
                .put("unexplained", result.findings().unexplained().size())
                .put("calm", result.calm())
                .put("calmAfterSeconds", result.calmAfter().toMillis() / 1e3)
                .put("seconds", result.took().toSeconds());
        ObjectNode kinds = report.putObject("faultsByClass");
        plan.byClass().forEach((kind, times) -> kinds.put(kind.word(), times));
        ObjectNode outcomes = report.putObject("outcomes");
        outcomes().forEach(outcomes::put);
        ObjectNode out = report.putObject("leftOut");
        leftOut.forEach(out::put);
        result.failedFaults().forEach(report.putArray("didNotHappen")::add);
        result.findings().lost().forEach(report.putArray("lostMails")::add);
        result.findings().twice().forEach(report.putArray("mailsDoneTwice")::add);
        result.findings().unexplained().forEach(report.putArray("notExplained")::add);
        plan.faults().stream().map(PlannedFault::toString).forEach(report.putArray("plan")::add);
        ObjectNode under = report.putObject("conditions");
        conditions.forEach(under::put);
        return report;
    }
}
