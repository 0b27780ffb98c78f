package dev.waybill.cli.chaos;

import dev.waybill.cli.stack.Home;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One stack and the runs on it, one after the other: of all classes of faults, or of each alone. */
final class ChaosSession {
    private final Cast cast;
    private final int mails;
    private final double perSecond;
    private final int faults;
    private final Duration patience;
    private final Consumer<String> say;

    /** {@code mails} and {@code faults} are of each run. */
    ChaosSession(Cast cast, int mails, double perSecond, int faults, Duration patience, Consumer<String> say) {
        this.cast = cast;
        this.mails = mails;
        this.perSecond = perSecond;
        this.faults = faults;
        this.patience = patience;
        this.say = say;
    }

    /** A run for each set of classes, the first one with the seed itself; ends behind the first that is not good. */
    List<ChaosReport> run(Path directory, long seed, List<Set<FaultClass>> runs, Map<String, String> leftOut)
            throws InterruptedException {
        Duration window = Duration.ofMillis(Math.round(mails / perSecond * 1_000));
        List<FaultPlan> plans = new ArrayList<>();
        for (Set<FaultClass> classes : runs) {
            plans.add(FaultPlan.random(seed + plans.size(), cast, classes, faults, window));
        }
        say.accept("seed " + seed + ": " + mails + " mails at " + perSecond + " a second, " + faults + " faults"
                + (runs.size() == 1 ? "" : ", of each of " + runs.size() + " classes"));
        plans.forEach(plan -> plan.faults().forEach(fault -> say.accept(fault.toString())));
        Home home = Home.here(System.getenv());
        try (ChaosStack stack = ChaosStack.start(cast, directory, home::serviceJar, clocks(plans))) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stop-chaos"));
            say.accept("everything runs; the logs are in " + directory);
            List<ChaosReport> reports = new ArrayList<>();
            List<SentMail> sent = new ArrayList<>();
            for (FaultPlan plan : plans) {
                long own = seed + reports.size();
                double load = loadAverage();
                ChaosMails some = new ChaosMails(own, cast.addresses(), mails);
                ChaosResult result = new ChaosRun(stack, sent, plan, some, perSecond, say).run(patience);
                sent.addAll(result.sent());
                reports.add(new ChaosReport(own, plan, conditions(stack, load), leftOut, result));
                say.accept(
                        plan.byClass().keySet().stream().map(FaultClass::word).collect(Collectors.joining(", "))
                                + (result.isGood() ? ": good" : ": NOT good") + ", calm after "
                                + result.calmAfter().toSeconds() + " s");
                if (!result.isGood()) {
                    // What is wrong now would be told of every later run too.
                    break;
                }
            }
            return reports;
        }
    }

    /** Nothing is loaded into services whose clocks stay right. */
    private static Map<String, String> clocks(List<FaultPlan> plans) {
        boolean jump = plans.stream().anyMatch(plan -> plan.byClass().containsKey(FaultClass.CLOCK_JUMP));
        return jump ? ServiceClock.library().map(ServiceClock::loaded).orElseThrow() : Map.of();
    }

    private Map<String, String> conditions(ChaosStack stack, double loadBefore) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("rate", perSecond + " mails a second");
        conditions.put(
                "stack",
                cast.consumers() + " consumers, " + cast.listeners() + " listeners; " + cast.mailboxes()
                        + " mailboxes of each of " + cast.providers() + "; IMAP server "
                        + stack.mail().name());
        conditions.put("shortened", new TreeMap<>(ServiceEnvironment.SHORTENED).toString());
        conditions.put(
                "machine",
                String.format(
                        Locale.ROOT,
                        "%d processors, load average %.1f before, %.1f after, Java %s",
                        Runtime.getRuntime().availableProcessors(),
                        loadBefore,
                        loadAverage(),
                        Runtime.version()));
        return conditions;
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
