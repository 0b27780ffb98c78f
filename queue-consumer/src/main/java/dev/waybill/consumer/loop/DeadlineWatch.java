package dev.waybill.consumer.loop;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Cuts work short whose time is over or whose lease is lost. Work that does not even hear its interrupt is given up after a grace:
 * its pointers are settled without it, and its places stay taken until it ends, so that runaway threads cannot pile up.
 */
public final class DeadlineWatch implements Rhythm.Step {
    private static final Logger LOG = Logger.getLogger(DeadlineWatch.class);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final int WHOLE = 10;
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Nobody works: what begins meanwhile is seen a second late at most. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Duration timeout;
    private final Settler settler;
    private final Pace pace;
    private final Set<Activity> activities = ConcurrentHashMap.newKeySet();
    private final Set<Activity> stuck = ConcurrentHashMap.newKeySet();

    DeadlineWatch(Duration timeout, Settler settler, Pace pace) {
        this.timeout = timeout;
        this.settler = settler;
        this.pace = pace;
    }

    /** The current thread begins to work on these; {@code abort} frees it from what an interrupt does not reach. */
    public Activity begin(Activity.Kind kind, Collection<Flight> flights, Runnable abort) {
        Activity activity = new Activity(kind, flights, abort, this, this::ended);
        activities.add(activity);
        if (flights.stream().anyMatch(Flight::isLost)) {
            activity.cutShort(Activity.Cut.LEASE_LOST);
        }
        return activity;
    }

    /** How many threads do not end although they were told to. */
    public int stuck() {
        return stuck.size();
    }

    long deadline() {
        return pace.nanos() + timeout.toNanos();
    }

    long latest() {
        return pace.nanos() + timeout.multipliedBy(WHOLE).toNanos();
    }

    long graceEnd() {
        return pace.nanos() + GRACE.toNanos();
    }

    @Override
    public Duration run() {
        check();
        return activities.isEmpty() ? IDLE : LOOK;
    }

    void check() {
        long now = pace.nanos();
        for (Activity activity : activities) {
            if (activity.isOver(now)) {
                if (activity.cut().isEmpty()) {
                    activity.cutShort(Activity.Cut.DEADLINE);
                } else if (stuck.add(activity)) {
                    giveUp(activity);
                }
            }
        }
    }

    void lost(Collection<Flight> flights) {
        Set<Flight> gone = new HashSet<>(flights);
        for (Activity activity : activities) {
            if (activity.flights().stream().anyMatch(gone::contains)) {
                activity.cutShort(Activity.Cut.LEASE_LOST);
            }
        }
    }

    void stop() {
        activities.forEach(a -> a.cutShort(Activity.Cut.STOPPING));
    }

    private void giveUp(Activity activity) {
        LOG.errorf(
                "A handler did not end %s after it was told to; %d pointers are settled without it, their places stay taken",
                GRACE, activity.flights().size());
        Failure failure = new Failure("handler_stuck", "the handler did not hear its interrupt");
        switch (activity.kind()) {
            case RESOLVE -> settler.giveUp(activity.flights(), f -> settler.deferNow(f, LATER, failure));
            case PROCESS -> settler.giveUp(activity.flights(), f -> settler.retryNow(f, failure));
        }
    }

    private void ended(Activity activity) {
        activities.remove(activity);
        stuck.remove(activity);
    }
}
