package dev.waybill.cli.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waybill.cli.stack.Home;
import dev.waybill.devstack.DovecotServer;
import dev.waybill.devstack.ServerStartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code waybill bench chaos}: mail arrives while everything fails; afterwards each mail is looked for. */
@Command(
        name = "chaos",
        description = {
            "Lets mail arrive at a stack of its own while a seeded plan of faults happens,",
            "and compares what became of the mails with what was sent. Exit status 1 when one",
            "was lost, done twice, or cannot be explained. See docs/chaos.md."
        },
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--mails",
            defaultValue = "10000",
            description = "Over the three providers; default ${DEFAULT-VALUE}.")
    private int mails;

    @Option(names = "--rate", defaultValue = "20", description = "Mails a second; default ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--faults", defaultValue = "50", description = "While mail arrives; default ${DEFAULT-VALUE}.")
    private int faults;

    @Option(names = "--seed", description = "Of mails and faults, to repeat a run; default: another one each time.")
    private @Nullable Long seed;

    @Option(names = "--only", split = ",", paramLabel = "CLASS", description = "Only these classes of faults.")
    private List<String> only = List.of();

    @Option(names = "--each", description = "Each class alone, one after the other; --mails and --faults are of each.")
    private boolean each;

    @Option(names = "--mailboxes", defaultValue = "4", description = "Of each provider; default ${DEFAULT-VALUE}.")
    private int mailboxes;

    @Option(
            names = "--providers",
            split = ",",
            defaultValue = "IMAP,GRAPH,GMAIL",
            description = "Whose mailboxes; default ${DEFAULT-VALUE}. IMAP alone needs no ingress.")
    private List<Provider> providers = List.of();

    @Option(names = "--consumers", defaultValue = "2", description = "Processes; default ${DEFAULT-VALUE}.")
    private int consumers;

    @Option(names = "--listeners", defaultValue = "2", description = "Processes; default ${DEFAULT-VALUE}.")
    private int listeners;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Until calm after the last fault; default ${DEFAULT-VALUE}.")
    private int patience;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        within("--mails", mails, 1, 200_000);
        within("--faults", faults, 0, 10_000);
        within("--patience", patience, 1, 3_600);
        within("--mailboxes", mailboxes, 1, 1_000);
        within("--consumers", consumers, 1, 8);
        within("--listeners", listeners, 1, 8);
        if (!(rate > 0 && rate <= 1_000)) {
            throw new ParameterException(spec.commandLine(), "--rate is " + rate + "; more than 0, at most 1000");
        }
        Map<String, String> leftOut = leftOut();
        Set<FaultClass> classes = classes(leftOut);
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path directory = Files.createTempDirectory("waybill-chaos-");
            ChaosSession session =
                    new ChaosSession(cast(), mails, rate, faults, Duration.ofSeconds(patience), line -> say(err, line));
            List<ChaosReport> reports = session.run(
                    directory,
                    seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed,
                    each ? classes.stream().<Set<FaultClass>>map(EnumSet::of).toList() : List.of(classes),
                    leftOut);
            print(reports);
            if (reports.stream().allMatch(report -> report.result().isGood())) {
                delete(directory);
                return 0;
            }
            err.println("the logs of the services are in "
                    + new Home(directory).log("consumer-1").getParent());
            return 1;
        } catch (ChaosFailure | ServerStartException e) {
            err.println(e.getMessage());
            return 1;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree always has a JSON form", e);
        } catch (IOException e) {
            err.println("no temporary directory can be made: " + e.getMessage());
            return 1;
        }
    }

    private void print(List<ChaosReport> reports) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode all = new ObjectMapper().createObjectNode().put("bench", "chaos");
            reports.forEach(report -> all.withArray("runs").add(report.json()));
            out.println(new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(each ? all : reports.getFirst().json()));
        } else {
            reports.forEach(report -> {
                report.lines().forEach(out::println);
                out.println();
            });
        }
        out.flush();
    }

    private static void say(PrintWriter err, String line) {
        synchronized (err) {
            err.println(line);
            err.flush();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void within(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; " + min + " to " + max + " are allowed");
        }
    }

    private static Map<String, String> leftOut() {
        Map<String, String> leftOut = new LinkedHashMap<>();
        if (!DovecotServer.isInstalled()) {
            leftOut.put(
                    FaultClass.MAIL_RESTART.word(),
                    "GreenMail stands in for Dovecot and cannot be killed; apt-get install dovecot-imapd");
        }
        if (ServiceClock.library().isEmpty()) {
            leftOut.put(
                    FaultClass.CLOCK_JUMP.word(),
                    "the clock of one process cannot be changed without libfaketime; apt-get install faketime");
        }
        return leftOut;
    }

    private Cast cast() {
        return new Cast(consumers, listeners, mailboxes, providers);
    }

    private Set<FaultClass> classes(Map<String, String> leftOut) {
        Set<FaultClass> chosen = EnumSet.noneOf(FaultClass.class);
        for (String word : only) {
            chosen.add(FaultClass.named(word)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "there is no class of faults " + word + "; there are "
                                    + EnumSet.allOf(FaultClass.class).stream()
                                            .map(FaultClass::word)
                                            .toList())));
        }
        if (only.isEmpty()) {
            chosen.addAll(EnumSet.allOf(FaultClass.class));
        }
        Cast cast = cast();
        chosen.removeIf(
                kind -> leftOut.containsKey(kind.word()) || kind.targets(cast).isEmpty());
        if (chosen.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "nothing is left of --only: " + leftOut);
        }
        return chosen;
    }
}
