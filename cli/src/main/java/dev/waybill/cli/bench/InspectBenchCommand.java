package dev.waybill.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.message.AttachmentSink;
import dev.waybill.message.MailReader;
import dev.waybill.message.Mime4jMailReader;
import dev.waybill.message.ParsedMail;
import dev.waybill.message.reading.MailInterpreter;
import dev.waybill.message.reading.Reading;
import dev.waybill.message.reading.ReadingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print one JSON object with every figure and its conditions.")
    private boolean json;

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
        within("--repeats", repeats, 1, 100);
        within("--seconds", seconds, 1, 600);
        within("--large", large, 1, 4_000);
        try {
            print(measure(spec.commandLine().getErr()));
            return 0;
        } catch (BenchFailure e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; " + min + " to " + max + " are allowed");
        }
    }

    private Map<String, Double> measure(PrintWriter err) {
        Map<String, Double> figures = new LinkedHashMap<>();
        List<byte[]> mails = BenchMails.alternatives(16);
        say(err, "warming up");
        rate(mails, seconds);
        List<Double> rates = new ArrayList<>();
        for (int i = 1; i <= repeats; i++) {
            say(err, "round " + i + " of " + repeats + ": 8 KB multipart/alternative mails");
            rates.add(rate(mails, seconds));
        }
        Samples samples = Samples.of(rates);
        figures.put("mailsPerSecond", samples.median());
        figures.put("mailsPerSecondLowest", samples.min());
        figures.put("mailsPerSecondHighest", samples.max());
        figures.put("mailBytes", (double) mails.getFirst().length);
        growth(err, figures, "AttachmentMegabytes", 4, BenchMails::attachment);
        growth(err, figures, "TextKilobytes", 256, BenchMails::text);
        growth(err, figures, "Parts", 200, BenchMails::parts);
        say(err, "a mail of " + large + " MB with -Xmx" + HEAP + "m");
        double took = LargeMail.seconds(large, HEAP);
        figures.put("largeMailSeconds", took);
        figures.put("largeMailMegabytesPerSecond", large / took);
        return figures;
    }

    /** What n, 2n and 4n cost, and 4n beside four times n: 1 is linear, 4 would be quadratic. */
    private void growth(PrintWriter err, Map<String, Double> figures, String what, int n, IntFunction<byte[]> mail) {
        say(err, "cost of " + n + ", " + 2 * n + " and " + 4 * n + " of " + what);
        Map<Integer, Double> millis = new LinkedHashMap<>();
        for (int times : List.of(1, 2, 4)) {
            millis.put(times, fastest(mail.apply(n * times)));
            figures.put("millisOf" + n * times + what, millis.get(times));
        }
        figures.put("ratioOfFourTimesThe" + what, millis.getOrDefault(4, 0.0) / (4 * millis.getOrDefault(1, 1.0)));
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

    private static void say(PrintWriter err, String what) {
        err.println(what);
        err.flush();
    }

    private void print(Map<String, Double> figures) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode report = new ObjectMapper().createObjectNode().put("bench", "inspect");
            figures.forEach(report::put);
            report.putObject("conditions")
                    .put("threads", 1)
                    .put("repeats", repeats)
                    .put("secondsOfEachRound", seconds)
                    .put("largeMailMegabytes", large)
                    .put("largeMailHeapMegabytes", HEAP)
                    .put("processors", Runtime.getRuntime().availableProcessors())
                    .put("maxHeapMegabytes", Runtime.getRuntime().maxMemory() >> 20)
                    .put("java", Runtime.version().toString())
                    .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
            try {
                out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree always has a JSON form", e);
            }
        } else {
            out.println("one thread, times of the processor; " + repeats + " rounds of " + seconds + " s; Java "
                    + Runtime.version());
            figures.forEach((name, value) -> out.println(String.format(Locale.ROOT, "  %-38s %,14.2f", name, value)));
        }
        out.flush();
    }
}
