package dev.waybill.consumer.observe;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.QueueException;
import dev.waybill.queue.QueueTotals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** How fast pointers go through the whole queue, over the last minute. */
public final class QueueRates implements Rhythm.Step {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int READINGS = 13;

    private final Supplier<QueueTotals> totals;
    private final Pace pace;
    private final Deque<Reading> readings = new ArrayDeque<>();

    public QueueRates(Supplier<QueueTotals> totals, Pace pace) {
        this.totals = totals;
        this.pace = pace;
    }

    /**
     * Pointers a second.
     *
     * @param overSeconds the time that was looked at, at most a minute
     */
    public record Rates(double overSeconds, double enqueued, double acked, double retried, double died) {}

    private record Reading(long nanos, QueueTotals totals) {}

    /** Empty until there are two readings: after a start, and after Redis was away, emptied or fell back. */
    public synchronized Optional<Rates> lastMinute() {
        if (readings.size() < 2) {
            return Optional.empty();
        }
        Reading first = readings.getFirst();
        Reading last = readings.getLast();
        double seconds = (last.nanos() - first.nanos()) / 1e9;
        QueueTotals a = first.totals();
        QueueTotals b = last.totals();
        return Optional.of(new Rates(
                seconds,
                (b.enqueued() - a.enqueued()) / seconds,
                (b.acked() - a.acked()) / seconds,
                (b.retried() - a.retried()) / seconds,
                (b.died() - a.died()) / seconds));
    }

    @Override
    public Duration run() {
        Optional<QueueTotals> read = read();
        synchronized (this) {
            if (read.isEmpty()
                    || (!readings.isEmpty() && fell(readings.getLast().totals(), read.get()))) {
                readings.clear();
            }
            read.ifPresent(now -> readings.addLast(new Reading(pace.nanos(), now)));
            if (readings.size() > READINGS) {
                readings.removeFirst();
            }
        }
        return INTERVAL;
    }

    private Optional<QueueTotals> read() {
        try {
            return Optional.of(totals.get());
        } catch (QueueException e) {
            return Optional.empty();
        }
    }

    private static boolean fell(QueueTotals before, QueueTotals now) {
        return now.enqueued() < before.enqueued() || now.acked() < before.acked();
    }
}
