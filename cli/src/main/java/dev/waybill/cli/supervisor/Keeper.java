package dev.waybill.cli.supervisor;

import dev.waybill.cli.stack.Events;
import dev.waybill.cli.stack.StackFailure;
import dev.waybill.devstack.ProcessIdentity;
import dev.waybill.devstack.ServerStartException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps one child running: starts it, notes it, waits for its end, starts it again after a pause. What it notes
 * comes before anything else can happen to the child, so that a killed supervisor leaves no unknown process behind.
 */
final class Keeper {

    private static final long READY_POLL_MILLIS = 100;

    private final Child child;
    private final StateBoard board;
    private final Events events;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff = new Backoff();
    /** Held while a child is started and noted: whoever asks for the stop then finds it in the notes, or not started. */
    private final ReentrantLock starting = new ReentrantLock();

    private int endsBeforeReady;

    Keeper(Child child, StateBoard board, Events events) {
        this.child = child;
        this.board = board;
        this.events = events;
    }

    void start() {
        Thread.ofVirtual().name("keep-" + child.name()).start(this::run);
    }

    Child child() {
        return child;
    }

    /** Done once the child was ready; failed with a sentence once it was given up before that. */
    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    /** From now on an end is an end, and nothing is started; waits for a start that is under way. */
    void stopKeeping() {
        starting.lock();
        try {
            stop.countDown();
        } finally {
            starting.unlock();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                long begun = System.nanoTime();
                String end = liveOnce();
                if (isStopping()) {
                    return;
                }
                if (!firstReady.isDone() && ++endsBeforeReady >= child.startsAllowed()) {
                    firstReady.completeExceptionally(
                            new StackFailure(child.name() + " " + end + ". " + LastWords.in(child.log())));
                    return;
                }
                Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - begun));
                events.say(child.name(), end + "; started again in " + pause.toSeconds() + " s");
                if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // The top of this loop: nothing of it may die without a word.
            events.say(child.name(), "is no longer kept running: " + e);
            firstReady.completeExceptionally(e);
        }
    }

    /** Returns how it ended, as the rest of a sentence. */
    private String liveOnce() throws InterruptedException {
        long begun = System.nanoTime();
        Process process;
        starting.lock();
        try {
            if (isStopping()) {
                return "was not started any more";
            }
            process = child.launch();
            ProcessIdentity.of(process.pid()).ifPresent(identity -> board.started(child, identity));
        } catch (ServerStartException | StackFailure e) {
            return "could not be started: " + e.getMessage();
        } finally {
            starting.unlock();
        }
        events.say(child.name(), "started: process " + process.pid() + ", " + child.place());
        awaitReady(process, begun);
        int status = process.waitFor();
        board.ended(child);
        return "ended " + how(status) + " after " + seconds(begun);
    }

    private void awaitReady(Process process, long begun) throws InterruptedException {
        while (process.isAlive() && !isStopping()) {
            if (child.isReady()) {
                board.ready(child, process.pid());
                events.say(child.name(), "ready after " + seconds(begun));
                firstReady.complete(null);
                return;
            }
            if (process.waitFor(READY_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    /** A shell's convention, and the JDK's: 128 and the signal. */
    private static String how(int status) {
        return status > 128 && status < 160 ? "by signal " + (status - 128) : "with status " + status;
    }

    private static String seconds(long begun) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - begun) / 1e9);
    }
}
