package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.Mailbox;
import java.util.List;

/** Goes from pointers of one mailbox to their mails; one for each provider. */
public interface Resolver {
    /** Starts what settles each pointer, or hands it over to be settled by its processing. Returns at once. */
    void resolve(Mailbox mailbox, List<Arrival> arrivals, Tasks tasks);
}
