package dev.waybill.ingress.upkeep;

import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.push.PushUpkeep;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Whether this replica looks after push. Asked for again and again by a loop of its own, so that a long round loses it to nobody; that
 * it is not lost between two questions is seen to by the writes themselves.
 */
public final class Leadership implements Runnable {
    private static final Logger LOG = Logger.getLogger(Leadership.class);

    private final PushUpkeep upkeep;
    private final Duration lease;
    private volatile boolean leads;

    /** {@code lease} is how long a leader that died keeps the others waiting. */
    public Leadership(PushUpkeep upkeep, Duration lease) {
        this.upkeep = upkeep;
        this.lease = lease;
    }

    @Override
    public void run() {
        boolean before = leads;
        try {
            leads = upkeep.lead(lease);
        } catch (RegistryUnavailableException e) {
            leads = false;
        }
        if (leads != before) {
            LOG.info(leads ? "This replica looks after push from now on" : "This replica looks after push no more");
        }
    }

    boolean leads() {
        return leads;
    }

    /** Lets another replica lead at once. */
    public void resign() {
        if (leads) {
            leads = false;
            try {
                upkeep.resign();
            } catch (RegistryUnavailableException e) {
                LOG.debug("the lease ends by itself", e);
            }
        }
    }
}
