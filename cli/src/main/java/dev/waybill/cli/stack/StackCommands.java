package dev.waybill.cli.stack;

import java.util.List;

/** The verbs of this package, in the order in which the help lists them. */
public final class StackCommands {

    /** Command classes for the root command. */
    public static final List<Class<?>> VERBS =
            List.of(UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class);

    private StackCommands() {}
}
