package dev.waybill.ingress;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Does one thing again and again on a virtual thread, with a pause between; a failed round is logged and the next one comes. */
final class SteadyLoop {
    private static final Logger LOG = Logger.getLogger(SteadyLoop.class);

    private final String name;
    private final Duration pause;
    private final Runnable round;
    private volatile boolean stopped;
    private volatile long lastRound = System.nanoTime();
    private @Nullable Thread thread;
    private @Nullable String lastFailure;

    SteadyLoop(String name, Duration pause, Runnable round) {
        this.name = name;
        this.pause = pause;
        this.round = round;
    }

    void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        while (!stopped) {
            try {
                round.run();
                lastFailure = null;
            } catch (RuntimeException e) {
                note(e);
            }
            lastRound = System.nanoTime();
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A defect that stays would fill the log with the same words every second. */
    private void note(RuntimeException e) {
        if (!e.toString().equals(lastFailure)) {
            LOG.errorf(e, "%s: a round failed by a defect; it is tried again every %d ms", name, pause.toMillis());
        }
        lastFailure = e.toString();
    }

    /** How long ago a round last ended. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastRound);
    }

    void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
