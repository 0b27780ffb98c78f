package dev.waybill.consumer.resolve;

import dev.waybill.consumer.loop.Flight;
import dev.waybill.mailbox.Mailbox;

/** What becomes of a discovery pointer whose look failed, whatever the failure: it is settled, and comes back. */
@FunctionalInterface
public interface FailedLook {
    void settle(Flight flight, Mailbox mailbox, Throwable failure);
}
