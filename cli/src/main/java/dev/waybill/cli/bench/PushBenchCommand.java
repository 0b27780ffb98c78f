package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code waybill bench push}: how long after its arrival a mail of Microsoft 365 or Gmail has its effect, with many mailboxes on one
 * queue-consumer and one ingress-webhooks; and what some mailboxes that their provider throttles cost the others.
 */
@Command(
        name = "push",
        description = "Measures from a mail's arrival to its effect with many mailboxes, while none and then some are"
                + " throttled.",
        mixinStandardHelpOptions = true)
final class PushBenchCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final List<Target> TARGETS = List.of(
            new Target("", "graphMillisMedian", 3_000, true, "within 3 s"),
            new Target("", "gmailMillisMedian", 3_000, true, "within 3 s"),
            new Target("", "graphBesideThrottledMillisMedian", 3_000, true, "within 3 s"),
            new Target("", "gmailBesideThrottledMillisMedian", 3_000, true, "within 3 s"),
            new Target("", "ratioBesideThrottled", 1.1, true, "less than 10 % slower"),
            new Target("", "lost", 0, true, "0"));

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(
            names = "--mailboxes",
            defaultValue = "300",
            description = "Mailboxes of each provider; default ${DEFAULT-VALUE}.")
    private int mailboxes;

    @Option(names = "--throttled", defaultValue = "10", description = "Of all of them; default ${DEFAULT-VALUE}.")
    private int throttled;

    @Option(names = "--rate", defaultValue = "20", description = "Mails a second; default ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "Of each phase; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds of both phases; default ${DEFAULT-VALUE}.")
    private int repeats;

    private int mails;

    @Override
    public Integer call() {
        bench.within("--mailboxes", mailboxes, 1, 5_000);
        bench.within("--throttled", throttled, 1, 2 * mailboxes - 1);
        bench.within("--rate", rate, 1, 1_000);
        bench.within("--seconds", seconds, 1, 3_600);
        bench.within("--repeats", repeats, 1, 100);
        return bench.report(this::measure);
    }

    private FigureReport measure() throws IOException {
        Path directory = Files.createTempDirectory("waybill-bench-push");
        FigureReport report = new FigureReport("push", TARGETS);
        report.condition("mailboxesOfEachProvider", mailboxes);
        report.condition("throttledMailboxes", throttled);
        report.condition("mailsPerSecond", rate);
        report.condition("secondsOfEachPhase", seconds);
        report.condition("repeats", repeats);
        bench.say("starting, and connecting " + 2 * mailboxes + " mailboxes");
        try (PushStage stage = new PushStage(directory, mailboxes)) {
            bench.say("warming up");
            phase(stage, Math.max(10, seconds / 2));
            for (int i = 1; i <= repeats; i++) {
                round("round " + i + " of " + repeats, stage, report);
            }
        }
        return report;
    }

    private void round(String name, PushStage stage, FigureReport report) {
        Set<String> slowed = Set.copyOf(stage.addresses().subList(0, throttled));
        bench.say(name + ": none is throttled");
        List<PushMail> before = phase(stage, seconds);

        bench.say(name + ": " + throttled + " are throttled");
        stage.throttle(slowed, true);
        List<PushMail> beside = send(stage, seconds);
        long ofOthers =
                beside.stream().filter(mail -> !slowed.contains(mail.address())).count();
        await(stage, mails - beside.size() + ofOthers);
        Instant freed = Instant.now();
        stage.throttle(slowed, false);
        await(stage, mails);

        Map<String, Instant> effects = stage.effects();
        report.add("throttledDoneSecondsAfter", seconds(freed, latest(beside, effects)));
        report.add("lost", mails - effects.size());
        Predicate<PushMail> others = mail -> !slowed.contains(mail.address());
        figures(report, "", before.stream().filter(others).toList(), effects);
        figures(report, "BesideThrottled", beside.stream().filter(others).toList(), effects);
        double all = median(before.stream().filter(others).toList(), effects);
        report.add("ratioBesideThrottled", median(beside.stream().filter(others).toList(), effects) / all);
    }

    /** Mails arrive, and have their effects. */
    private List<PushMail> phase(PushStage stage, int forSeconds) {
        List<PushMail> sent = send(stage, forSeconds);
        await(stage, mails);
        return sent;
    }

    /** One mail after the other at the rate, to all mailboxes by turns; who is late makes haste. */
    private List<PushMail> send(PushStage stage, int forSeconds) {
        List<PushMail> sent = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < rate * forSeconds; i++) {
            long due = begun + i * 1_000_000_000L / rate;
            for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
                LockSupport.parkNanos(due - now);
            }
            PushMail mail =
                    PushMail.to(stage.addresses().get(mails % stage.addresses().size()), mails);
            stage.deliver(mail);
            sent.add(mail);
            mails++;
        }
        return sent;
    }

    private void await(PushStage stage, long processed) {
        Polling.until(PATIENCE, processed + " mails have their effect", () -> stage.processed() >= processed);
    }

    private static void figures(FigureReport report, String phase, List<PushMail> sent, Map<String, Instant> effects) {
        for (boolean graph : new boolean[] {true, false}) {
            List<PushMail> own =
                    sent.stream().filter(mail -> mail.isGraph() == graph).toList();
            if (!own.isEmpty()) {
                Samples millis = millis(own, effects);
                String name = (graph ? "graph" : "gmail") + phase;
                report.add(name + "MillisMedian", millis.median());
                report.add(name + "MillisP99", millis.percentile(99));
                report.add(name + "MillisMax", millis.max());
            }
        }
    }

    private static double median(List<PushMail> sent, Map<String, Instant> effects) {
        return millis(sent, effects).median();
    }

    private static Samples millis(List<PushMail> sent, Map<String, Instant> effects) {
        return Samples.of(sent.stream()
                .filter(mail -> effects.containsKey(mail.id()))
                .map(mail -> 1_000 * seconds(mail.arrived(), effects.getOrDefault(mail.id(), mail.arrived())))
                .toList());
    }

    private static Instant latest(List<PushMail> sent, Map<String, Instant> effects) {
        return sent.stream()
                .map(mail -> effects.getOrDefault(mail.id(), Instant.EPOCH))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }
}
