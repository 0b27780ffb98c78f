package dev.waybill.cli.admin;

import java.util.List;

/** The verbs of this package, in the order in which the help lists them. */
public final class AdminCommands {
    /** Picocli command classes. */
    public static final List<Class<?>> VERBS = List.of(
            SendCommand.class,
            MailboxCommand.class,
            TicketCommand.class,
            ContactCommand.class,
            EraseCommand.class,
            TraceCommand.class,
            QueueCommand.class,
            DlqCommand.class);

    private AdminCommands() {}
}
