package dev.waybill.consumer.loop;

import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Whether Redis answers this process: told by every caller, shown in health and metrics. Logs when that changes, not each time. */
public final class QueueLink {
    private static final Logger LOG = Logger.getLogger(QueueLink.class);
    private static final String NOT_TRIED = "Redis was not reached yet";

    private final Object lock = new Object();
    private final AtomicLong outages = new AtomicLong();
    private volatile String problem = NOT_TRIED;

    public void works() {
        if (!problem.isEmpty()) {
            synchronized (lock) {
                if (!problem.isEmpty()) {
                    problem = "";
                    LOG.info("Redis answers; claiming goes on");
                }
            }
        }
    }

    public void failed(RuntimeException e) {
        String now = String.valueOf(e.getMessage());
        synchronized (lock) {
            boolean news = problem.isEmpty() || problem.equals(NOT_TRIED);
            problem = now;
            if (news) {
                outages.incrementAndGet();
                LOG.warnf("The queue cannot be used: %s. It is tried again with back-off; nothing is lost", now);
                LOG.debug("The queue failed", e);
            }
        }
    }

    /** How often Redis stopped answering since this process started. */
    public long outages() {
        return outages.get();
    }

    /** What is wrong; empty while it works. */
    public String problem() {
        return problem;
    }
}
