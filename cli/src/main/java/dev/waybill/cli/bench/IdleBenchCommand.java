package dev.waybill.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waybill bench idle}: what thousands of idle mailboxes cost one packaged imap-listener, and how soon it notices a mail. */
@Command(
        name = "idle",
        description = "Measures one listener with thousands of connections in IDLE, over TLS.",
        mixinStandardHelpOptions = true)
final class IdleBenchCommand implements Callable<Integer> {
    private static final int MAILS_PER_SECOND = 50;
    private static final List<Target> TARGETS = List.of(
            new Target("", "secondsUntilAllIdle", 120, true, "within 2 minutes of start"),
            new Target("", "heapBytesPerMailbox", 50 * 1024, true, "at most 50 KB"),
            new Target("", "platformThreads", 50, true, "at most 50"),
            new Target("", "noticedMillisP99", 1_000, true, "within 1 s"),
            new Target("", "restCpuPercent", 5, true, "under 5 of a core"));

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(names = "--mailboxes", defaultValue = "10000", description = "Default ${DEFAULT-VALUE}.")
    private int mailboxes;

    @Option(
            names = "--rest",
            paramLabel = "SECONDS",
            defaultValue = "330",
            description = "How long nothing arrives; by default ${DEFAULT-VALUE}, in which every IDLE is refreshed.")
    private int rest;

    @Option(names = "--mails", defaultValue = "2000", description = "Mails to notice; default ${DEFAULT-VALUE}.")
    private int mails;

    @Option(
            names = "--heap",
            paramLabel = "MB",
            defaultValue = "1024",
            description = "Of the listener; default ${DEFAULT-VALUE}.")
    private int heap;

    @Override
    public Integer call() {
        bench.within("--mailboxes", mailboxes, 10, 100_000);
        bench.within("--rest", rest, 1, 7_200);
        bench.within("--mails", mails, 1, 100_000);
        bench.within("--heap", heap, 64, 64_000);
        return bench.report(this::measure);
    }

    private FigureReport measure() throws IOException {
        SystemLimits.checkConnections(mailboxes);
        FigureReport report = new FigureReport("idle", TARGETS);
        Path directory = Files.createTempDirectory("waybill-bench-idle");
        bench.say("connecting " + mailboxes + " mailboxes in the registry");
        try (IdleStage stage = new IdleStage(directory, mailboxes)) {
            report.condition("mailboxes", mailboxes);
            report.condition("tls", true);
            report.condition("listenerMaxHeapMegabytes", heap);
            report.condition("restSeconds", rest);
            report.condition("mails", mails + ", " + MAILS_PER_SECOND + " a second");
            report.condition("redis", stage.redisVersion() + ", appendfsync everysec");
            bench.say("starting the listener");
            long start = System.nanoTime();
            try (BenchService listener = stage.listener(heap)) {
                stage.awaitAllIdle(listener);
                report.add("secondsUntilAllIdle", (System.nanoTime() - start) / 1e9);
                report.add("cpuSecondsUntilAllIdle", ProcessFigures.cpuSeconds(listener.handle()));
                JavaProcess java = new JavaProcess(listener);
                report.add("heapBytesPerMailbox", java.heapAfterCollection() / mailboxes);
                report.add("residentBytesPerMailbox", ProcessFigures.resident(listener.handle()) / mailboxes);
                report.add("residentMegabytes", ProcessFigures.resident(listener.handle()) / (1 << 20));
                report.add("platformThreads", java.platformThreads());
                report.add("threadsOfTheProcess", ProcessFigures.threads(listener.handle()));
                bench.say("nothing arrives for " + rest + " s");
                report.add("restCpuPercent", restCpu(listener));
                bench.say(mails + " mails arrive");
                Samples noticed = Samples.of(stage.notice(mails, MAILS_PER_SECOND, 42));
                report.add("noticedMillisMedian", noticed.median());
                report.add("noticedMillisP99", noticed.percentile(99));
                report.add("noticedMillisMax", noticed.max());
                report.add("platformThreadsAtTheEnd", java.platformThreads());
            }
        }
        return report;
    }

    private double restCpu(BenchService listener) {
        double before = ProcessFigures.cpuSeconds(listener.handle());
        long start = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(rest));
        return (ProcessFigures.cpuSeconds(listener.handle()) - before) * 100 / ((System.nanoTime() - start) / 1e9);
    }
}
