package dev.waybill.cli.bench;

import dev.waybill.cli.chaos.ChaosCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code waybill bench}: names the benchmarks. */
@Command(
        name = "bench",
        description = "Measures a part of Waybill on servers of its own, and prints figures and ratios.",
        subcommands = {
            QueueBenchCommand.class,
            InspectBenchCommand.class,
            IngressBenchCommand.class,
            PushBenchCommand.class,
            ImapBenchCommand.class,
            IdleBenchCommand.class,
            ReconcileBenchCommand.class,
            ChaosCommand.class
        })
public final class BenchCommands {
    /** Picocli command classes, in the order in which the help lists them. */
    public static final List<Class<?>> VERBS = List.of(BenchCommands.class);
}
