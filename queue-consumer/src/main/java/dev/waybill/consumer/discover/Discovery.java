package dev.waybill.consumer.discover;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.queue.Locator;
import java.time.Duration;

/** Looks at a mailbox and enqueues what it finds. May be done again at any time. */
public interface Discovery {
    /** {@code progress}: to be called whenever it gets on. May throw QueueException and DatabaseUnavailableException. */
    Look look(Mailbox mailbox, Locator pointer, Runnable progress) throws MailboxAccessException;

    /** How it went. */
    sealed interface Look {
        /** {@code found}: pointers, new or not. */
        record Done(int found) implements Look {}

        /** There should be more than the provider shows yet, or there may soon be; {@code reason} from a closed list. */
        record Again(Duration pause, String reason, String detail) implements Look {}

        /** What the provider grants is used up for the moment. */
        record OverRate(Duration pause) implements Look {}
    }
}
