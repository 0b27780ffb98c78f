package dev.waybill.cli;

import dev.waybill.cli.admin.AdminCommands;
import dev.waybill.cli.bench.BenchCommands;
import dev.waybill.cli.inspect.InspectCommands;
import dev.waybill.cli.keyset.KeysetCommands;
import dev.waybill.cli.stack.StackCommands;
import dev.waybill.cli.supervisor.SuperviseCommand;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root command of {@code waybill}: names the verbs, runs one, answers with its exit status. */
@Command(
        name = "waybill",
        description = "Turns mailboxes into a reliable stream of processed mail.",
        mixinStandardHelpOptions = true,
        version = "waybill 0.1.0",
        subcommands = HelpCommand.class,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {" 0:done", " 1:failed", " 2:usage"})
public final class Waybill {

    /** The verbs in the order in which the help lists them. */
    private static final List<Class<?>> VERBS = Stream.of(
                    StackCommands.VERBS,
                    AdminCommands.VERBS,
                    KeysetCommands.VERBS,
                    InspectCommands.VERBS,
                    BenchCommands.VERBS,
                    List.<Class<?>>of(SuperviseCommand.class))
            .<Class<?>>flatMap(List::stream)
            .toList();

    private Waybill() {}

    /** Returns the command line with every verb, ready to execute. */
    public static CommandLine commandLine() {
        return commandLine(VERBS);
    }

    private static CommandLine commandLine(List<Class<?>> verbs) {
        CommandLine root = new CommandLine(new Waybill());
        for (Class<?> verb : verbs) {
            root.addSubcommand(verb);
        }
        return root;
    }

    /** The verb that is meant, or all of them: to read the options of all takes longer than most verbs do. */
    private static List<Class<?>> meant(String... arguments) {
        List<Class<?>> meant = VERBS.stream()
                .filter(verb -> arguments.length > 0
                        && arguments[0].equals(verb.getAnnotation(Command.class).name()))
                .toList();
        return meant.isEmpty() ? VERBS : meant;
    }

    /** Runs one verb and ends the process with its exit status. */
    public static void main(String... arguments) {
        LogToErrors.redirect();
        System.exit(commandLine(meant(arguments)).execute(arguments));
    }
}
