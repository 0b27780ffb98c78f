package dev.waybill.consumer.pace;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does one piece of upkeep again and again: after a run at the delay that the run asked for, after a failure with
 * back-off, and it tells the log when a failure begins and ends, not each time. Ends when closed.
 */
public final class Rhythm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Rhythm.class);
    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final String name;
    private final Step step;
    private final Signal signal = new Signal();
    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private volatile boolean closed;

    /** One run; returns how long to wait before the next one. */
    @FunctionalInterface
    public interface Step {
        Duration run() throws IOException, InterruptedException;
    }

    public Rhythm(String name, Step step) {
        this.name = name;
        this.step = step;
    }

    public Rhythm start() {
        Thread started = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
        if (thread.compareAndSet(null, started)) {
            started.start();
        }
        return this;
    }

    /** The next run begins at once. */
    public void hurry() {
        signal.call();
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            Duration pause;
            try {
                pause = Backoff.jittered(step.run());
                if (failures > 0) {
                    LOG.infof("%s works again after %d failures", name, failures);
                }
                failures = 0;
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                failures++;
                pause = AFTER_FAILURE.afterFailures(failures);
                if (failures == 1) {
                    LOG.warnf("%s failed: %s; it goes on trying", name, e.getMessage());
                    LOG.debugf(e, "%s failed", name);
                }
            }
            try {
                signal.await(pause);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Ends the thread; a run that is under way is interrupted. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread.get();
        if (running != null) {
            running.interrupt();
        }
    }
}
