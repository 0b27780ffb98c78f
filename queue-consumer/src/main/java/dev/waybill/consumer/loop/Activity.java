package dev.waybill.consumer.loop;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A piece of work of one thread on some pointers, under a deadline that {@link #progress} renews. When it is cut short its thread is
 * interrupted and what it waits in is aborted; {@link #cut} then tells why. Closing it takes the interrupt back.
 */
public final class Activity implements AutoCloseable {
    /** Whose time it is: what to blame when it runs out. */
    public enum Kind {
        /** The provider's. */
        RESOLVE,
        /** The mail's own. */
        PROCESS
    }

    /** Why it was cut short. */
    public enum Cut {
        DEADLINE,
        LEASE_LOST,
        STOPPING
    }

    private final Kind kind;
    private final List<Flight> flights;
    private final Runnable abort;
    private final Consumer<Activity> onClose;
    private final DeadlineWatch watch;
    private final Thread thread = Thread.currentThread();
    private final long latest;
    private long deadline;
    private boolean closed;
    private Optional<Cut> cut = Optional.empty();

    Activity(Kind kind, Collection<Flight> flights, Runnable abort, DeadlineWatch watch, Consumer<Activity> onClose) {
        this.kind = kind;
        this.flights = List.copyOf(flights);
        this.abort = abort;
        this.watch = watch;
        this.onClose = onClose;
        this.deadline = watch.deadline();
        this.latest = watch.latest();
    }

    Kind kind() {
        return kind;
    }

    List<Flight> flights() {
        return flights;
    }

    /** It got on: the deadline begins again, up to ten times the whole. */
    public synchronized void progress() {
        long next = watch.deadline();
        deadline = next - latest > 0 ? latest : next;
    }

    public synchronized Optional<Cut> cut() {
        return cut;
    }

    synchronized boolean isOver(long nanos) {
        return !closed && nanos - deadline >= 0;
    }

    /** Once; only while the work goes on. */
    void cutShort(Cut why) {
        synchronized (this) {
            if (closed || cut.isPresent()) {
                return;
            }
            cut = Optional.of(why);
            deadline = watch.graceEnd();
            thread.interrupt();
        }
        abort.run();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (cut.isPresent() && thread == Thread.currentThread()) {
                boolean ignored = Thread.interrupted();
            }
        }
        onClose.accept(this);
    }
}
