package dev.waybill.devstack.imap;

import java.io.IOException;

/**
 * What a server does differently from a good one. It is asked before each command is answered, on the thread of the connection; an
 * {@link IOException} ends the connection.
 */
@FunctionalInterface
public interface ImapScript {
    /**
     * Answers a command, or leaves it to the usual answers by returning false.
     *
     * @param command without its tag, literals in it as they came
     */
    boolean answer(String tag, String command, ImapConversation with) throws IOException;

    /** Greets a client, or leaves it to the usual greeting by returning false. */
    default boolean greet(ImapConversation with) throws IOException {
        return false;
    }

    /** A server without any trouble. */
    static ImapScript none() {
        return (tag, command, with) -> false;
    }

    /** This script; what it leaves alone is the other's. */
    default ImapScript orElse(ImapScript other) {
        ImapScript first = this;
        return new ImapScript() {
            @Override
            public boolean answer(String tag, String command, ImapConversation with) throws IOException {
                return first.answer(tag, command, with) || other.answer(tag, command, with);
            }

            @Override
            public boolean greet(ImapConversation with) throws IOException {
                return first.greet(with) || other.greet(with);
            }
        };
    }
}
