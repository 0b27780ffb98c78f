package dev.waybill.imap;

import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Does one thing again and again on a virtual thread, with a pause between; a failed round is logged and the next one comes. */
final class SteadyLoop {
    private static final Logger LOG = Logger.getLogger(SteadyLoop.class);

    private final String name;
    private final Duration pause;
    private final Runnable round;
    private final Time time;
    private final StopSignal stop = new StopSignal();
    private volatile Instant lastRound;
    private @Nullable Thread thread;
    private @Nullable String lastFailure;

    SteadyLoop(String name, Duration pause, Runnable round, Time time) {
        this.name = name;
        this.pause = pause;
        this.round = round;
        this.time = time;
        this.lastRound = time.now();
    }

    void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        try {
            while (!stop.requested()) {
                oneRound();
                stop.whileWaiting(() -> {
                    time.sleep(pause);
                    return name;
                });
            }
        } catch (Exception e) {
            LOG.debugf("%s ends", name);
        }
    }

    private void oneRound() {
        try {
            round.run();
            lastFailure = null;
        } catch (RuntimeException e) {
            note(e);
        }
        lastRound = time.now();
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
        return Duration.between(lastRound, time.now());
    }

    /** Ends after the round that runs; does not wait longer than {@code limit} for it. */
    void stop(Duration limit) throws InterruptedException {
        stop.request();
        Thread running = thread;
        if (running != null && !running.join(limit)) {
            running.interrupt();
        }
    }
}
