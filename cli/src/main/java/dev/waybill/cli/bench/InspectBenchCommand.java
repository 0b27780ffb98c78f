package dev.waybill.cli.bench;

import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reading.ReadingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code waybill bench inspect}: how many mails one core reads in a second, from bytes to reading; a very large mail in little memory;
 * and how cost grows with size and with parts. Times are of the thread's own, so that other work on the machine counts less.
 */
@Command(
        name = "inspect",
        description = "Measures reading mails on one core, a large mail in 192 MB, and how cost grows.",
        mixinStandardHelpOptions = true)
final class InspectBenchCommand implements Callable<Integer> {
    private static final int HEAP = 192;
    private static final int LARGE = 150;
    private static final int GROWTH_RUNS = 5;

    private final MailReader reader = new Mime4jMailReader();
    private final MailInterpreter interpreter = new MailInterpreter(ReadingSettings.NONE);

    @Mixin
    private BenchOptions bench = new BenchOptions();

    @Option(names = "--repeats", defaultValue = "3", description = "Rounds; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--seconds", defaultValue = "3", description = "Of each round; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--large",
            paramLabel = "MB",
            defaultValue = "" + LARGE,
            description = "Size of the large mail; default ${DEFAULT-VALUE}.")
    private int large;

    @Override
    public Integer call() {
        bench.within("--repeats", repeats, 1, 100);
        bench.within("--seconds", seconds, 1, 600);
        bench.within("--large", large, 1, 4_000);
        return bench.report(this::measure);
    }

    private FigureReport measure() {
        FigureReport report = new FigureReport("inspect", List.of());
        report.condition("threads", 1);
        report.condition("repeats", repeats);
        report.condition("secondsOfEachRound", seconds);
        report.condition("largeMailMegabytes", large);
        report.condition("largeMailHeapMegabytes", HEAP);
        report.condition("maxHeapMegabytes", Runtime.getRuntime().maxMemory() >> 20);
        List<byte[]> mails = BenchMails.alternatives(16);
        report.condition("mailBytes", mails.getFirst().length);
        bench.say("warming up");
        rate(mails, seconds);
        for (int i = 1; i <= repeats; i++) {
            bench.say("round " + i + " of " + repeats + ": 8 KB multipart/alternative mails");
            report.add("mailsPerSecond", rate(mails, seconds));
        }
        growth(report, "AttachmentMegabytes", 4, BenchMails::attachment);
        growth(report, "TextKilobytes", 256, BenchMails::text);
        growth(report, "Parts", 200, BenchMails::parts);
        bench.say("a mail of " + large + " MB with -Xmx" + HEAP + "m");
        double took = LargeMail.seconds(large, HEAP);
        report.add("largeMailSeconds", took);
        report.add("largeMailMegabytesPerSecond", large / took);
        return report;
    }

    /** What n, 2n and 4n cost, and 4n beside four times n: 1 is linear, 4 would be quadratic. */
    private void growth(FigureReport report, String what, int n, IntFunction<byte[]> mail) {
        bench.say("cost of " + n + ", " + 2 * n + " and " + 4 * n + " of " + what);
        Map<Integer, Double> millis = new LinkedHashMap<>();
        for (int times : List.of(1, 2, 4)) {
            millis.put(times, fastest(mail.apply(n * times)));
            report.add("millisOf" + n * times + what, millis.getOrDefault(times, 0.0));
        }
        report.add("ratioOfFourTimesThe" + what, millis.getOrDefault(4, 0.0) / (4 * millis.getOrDefault(1, 1.0)));
    }

    private double fastest(byte[] mail) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < GROWTH_RUNS; i++) {
            long start = cpu();
            read(mail);
            best = Math.min(best, (cpu() - start) / 1e6);
        }
        return best;
    }

    private double rate(List<byte[]> mails, int forSeconds) {
        long start = cpu();
        long count = 0;
        while (cpu() - start < forSeconds * 1_000_000_000L) {
            for (byte[] mail : mails) {
                Reading reading = read(mail);
                if (reading.reply().visible().isEmpty()
                        || reading.reply().quoted().isEmpty()) {
                    throw new BenchFailure("the mail of the benchmark was not read");
                }
            }
            count += mails.size();
        }
        return count * 1e9 / (cpu() - start);
    }

    private Reading read(byte[] mail) {
        try {
            ParsedMail parsed = reader.read(new ByteArrayInputStream(mail), AttachmentSink.discard());
            return interpreter.read(parsed);
        } catch (IOException e) {
            throw new BenchFailure("bytes in memory could not be read", e);
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
