package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.queue.Claim;
import dev.waybill.queue.Claims;
import org.jboss.logging.Logger;

/**
 * Claims pointers as long as there are places and hands them over. A batch → claims again at once; nothing there → waits at the
 * doorbell and claims, whatever it says; paused → looks again after a while. No failure ends it: it backs off and goes on.
 */
final class ConsumerLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);

    private final Claims claims;
    private final Waits waits;
    private final Batches batches;
    private final QueueLink link;
    private final LoopSettings settings;
    private final Pace pace;
    private volatile boolean stopping;
    private volatile boolean running;

    ConsumerLoop(Claims claims, Waits waits, Batches batches, QueueLink link, LoopSettings settings, Pace pace) {
        this.claims = claims;
        this.waits = waits;
        this.batches = batches;
        this.link = link;
        this.settings = settings;
        this.pace = pace;
    }

    @Override
    public void run() {
        running = true;
        int failures = 0;
        try {
            while (!stopping) {
                try {
                    turn();
                    failures = 0;
                } catch (RuntimeException e) {
                    failures++;
                    // An idle connection may have been closed under its first user; the second failure is news.
                    if (failures > 1) {
                        link.failed(e);
                    }
                    waits.afterFailure(failures);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("The consumer loop ends");
        } finally {
            running = false;
        }
    }

    private void turn() throws InterruptedException {
        if (!waits.forDatabase()) {
            return;
        }
        int free = batches.awaitFree();
        if (free == 0 || stopping) {
            return;
        }
        long sentAt = pace.nanos();
        Claim claim = claims.claim(
                Math.min(free, Claims.MAX_CLAIM), settings.lease(), settings.consumer(), !batches.runsSuspect());
        link.works();
        switch (claim) {
            case Claim.Taken taken -> batches.take(taken, sentAt);
            case Claim.Skipped skipped -> {}
            case Claim.Empty empty -> waits.forPointer();
            case Claim.Paused paused -> waits.whilePaused();
        }
    }

    boolean isRunning() {
        return running;
    }

    /** No new claim after the one that may be under way. */
    void stop() {
        stopping = true;
    }
}
