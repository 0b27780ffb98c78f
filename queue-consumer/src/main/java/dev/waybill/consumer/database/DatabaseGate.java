package dev.waybill.consumer.database;

import dev.waybill.consumer.pace.Backoff;
import dev.waybill.consumer.pace.Signal;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Whether PostgreSQL can take what the consumer claims. Shut at start, until the schema is there, and by whoever finds PostgreSQL
 * away; opened only by a probe that worked. While it is shut nothing is claimed, so that no attempt is burnt.
 */
public final class DatabaseGate {
    private static final Logger LOG = Logger.getLogger(DatabaseGate.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    private final Runnable probe;
    private final Signal signal = new Signal();
    private volatile boolean open;
    private volatile String problem = "not tried yet";
    private int failures;

    /** A probe throws what is wrong; it also brings the schema up to date as long as that was not done. */
    public DatabaseGate(Runnable probe) {
        this.probe = probe;
    }

    public boolean isOpen() {
        return open;
    }

    /** What is wrong while it is shut; empty while it is open. */
    public String problem() {
        return open ? "" : problem;
    }

    public void shut(Throwable cause) {
        problem = String.valueOf(cause.getMessage());
        if (open) {
            open = false;
            LOG.warnf("Claiming stops until PostgreSQL answers: %s", problem);
        }
    }

    /** Probes an open one, and shuts it when that fails: for who met a failure that may have another cause than PostgreSQL. */
    public void check() {
        if (open) {
            try {
                probe.run();
            } catch (RuntimeException e) {
                shut(e);
            }
        }
    }

    /** Probes once if it is shut, and waits a while when that failed. Returns whether it is open. For one thread. */
    public boolean tryOpen() throws InterruptedException {
        if (open) {
            return true;
        }
        try {
            probe.run();
            failures = 0;
            open = true;
            LOG.info("PostgreSQL answers and the schema is in place; claiming goes on");
            return true;
        } catch (RuntimeException e) {
            failures++;
            problem = String.valueOf(e.getMessage());
            if (failures == 1) {
                LOG.warnf("PostgreSQL is not usable: %s. Nothing is claimed until it is", problem);
                LOG.debug("The probe failed", e);
            }
            signal.await(BACKOFF.afterFailures(failures));
            return false;
        }
    }

    /** Ends the wait of {@link #tryOpen}, for a stop. */
    public void wake() {
        signal.call();
    }
}
