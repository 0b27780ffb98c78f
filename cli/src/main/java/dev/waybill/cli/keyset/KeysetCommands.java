package dev.waybill.cli.keyset;

import java.util.List;

/** The verbs of this package, in the order in which the help lists them. */
public final class KeysetCommands {
    /** Picocli command classes. */
    public static final List<Class<?>> VERBS = List.of(KeysetCommand.class);

    private KeysetCommands() {}
}
