package dev.waybill.cli.inspect;

import java.util.List;

/** The verbs of this package, in the order in which the help lists them. */
public final class InspectCommands {
    /** Picocli command classes. */
    public static final List<Class<?>> VERBS = List.of(InspectCommand.class);

    private InspectCommands() {}
}
