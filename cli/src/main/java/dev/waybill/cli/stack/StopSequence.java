package dev.waybill.cli.stack;

import dev.waybill.devstack.OrderlyEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * The order in which recorded processes are stopped: the services together, each given the time to give its pointers
 * back; then Redis, which writes its file; then PostgreSQL, fast. Only the very processes that were recorded are
 * touched.
 */
public final class StopSequence {

    /** A service stops by itself within 25 s; a little more before it is killed. */
    private static final Duration SERVICE = Duration.ofSeconds(30);

    private static final Duration SERVER = Duration.ofSeconds(20);

    private final BiConsumer<String, String> say;

    /** Reports each end to {@code say}: who, and what happened. */
    public StopSequence(BiConsumer<String, String> say) {
        this.say = say;
    }

    /** Stops those that still run; returns their names in the order of their ends. */
    public List<String> stop(List<StackState.Child> children) {
        List<String> stopped = new CopyOnWriteArrayList<>();
        for (StackState.Kind kind : List.of(StackState.Kind.SERVICE, StackState.Kind.REDIS, StackState.Kind.POSTGRES)) {
            List<Thread> stopping = new ArrayList<>();
            for (StackState.Child child : children) {
                if (child.kind() == kind) {
                    stopping.add(Thread.ofVirtual().start(() -> {
                        if (stop(child)) {
                            stopped.add(child.name());
                        }
                    }));
                }
            }
            join(stopping);
        }
        return List.copyOf(stopped);
    }

    private boolean stop(StackState.Child child) {
        ProcessHandle process = child.process().alive().orElse(null);
        if (process == null) {
            return false;
        }
        long begun = System.nanoTime();
        // A frozen process takes no other signal.
        signal(process, "CONT");
        Duration patience = child.kind() == StackState.Kind.SERVICE ? SERVICE : SERVER;
        if (child.kind() == StackState.Kind.POSTGRES) {
            // PostgreSQL's fast shutdown; SIGTERM would wait for every session to leave.
            signal(process, "INT");
        }
        boolean byItself = OrderlyEnd.of(process, patience);
        double seconds = (System.nanoTime() - begun) / 1e9;
        say.accept(
                child.name(),
                byItself
                        ? String.format(Locale.ROOT, "stopped after %.1f s", seconds)
                        : "did not stop within " + patience.toSeconds() + " s and was killed");
        return true;
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException noKillHere) {
            // The SIGTERM that follows needs no kill(1).
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
