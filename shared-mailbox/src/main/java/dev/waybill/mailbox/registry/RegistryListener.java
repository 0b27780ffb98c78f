package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.Mailbox;
import java.util.UUID;

/** Who wants to know what changed in the registry. Called by the thread that refreshes the copy, after the copy has changed. */
public interface RegistryListener {
    /** Added, paused, resumed, or its credential replaced. */
    void changed(Mailbox mailbox);

    void removed(UUID mailbox);
}
