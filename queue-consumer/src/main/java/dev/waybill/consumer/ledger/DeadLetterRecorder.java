package dev.waybill.consumer.ledger;

import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.DeadLetters;
import dev.waybill.queue.PointerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sees to it that every entry of the DLQ has its {@code dead} row, whoever put it there: those that this process heard of at once, all
 * others by a pass over the DLQ now and then.
 */
public final class DeadLetterRecorder implements Rhythm.Step {
    private static final int PAGE = 500;
    private static final int MOST_HEARD = 10_000;

    private final DeadLetters letters;
    private final DeadRows rows;
    private final Duration interval;
    private final BlockingQueue<PointerId> heard = new LinkedBlockingQueue<>(MOST_HEARD);
    private volatile Runnable onHeard = () -> {};

    public DeadLetterRecorder(DeadLetters letters, DeadRows rows, Duration interval) {
        this.letters = letters;
        this.rows = rows;
        this.interval = interval;
    }

    /** Called when there is something to write at once. */
    public void onHeard(Runnable hurry) {
        onHeard = hurry;
    }

    /** A pointer died. With too many at once, the pass finds the rest. */
    public void died(PointerId id) {
        if (heard.offer(id)) {
            onHeard.run();
        }
    }

    @Override
    public Duration run() {
        if (heard.isEmpty()) {
            pass();
        } else {
            writeHeard();
        }
        return heard.isEmpty() ? interval : Duration.ofMillis(1);
    }

    private void writeHeard() {
        List<PointerId> ids = new ArrayList<>();
        heard.drainTo(ids, PAGE);
        List<DeadLetter> found = new ArrayList<>();
        ids.forEach(id -> letters.show(id).ifPresent(found::add));
        rows.write(found);
    }

    /** An entry that moves while we page is found by the next pass. */
    private void pass() {
        Optional<DeadLetterCursor> next = Optional.of(DeadLetterCursor.START);
        while (next.isPresent()) {
            DeadLetters.Page page = letters.page(DeadLetterFilter.ALL, next.get(), PAGE);
            rows.write(page.letters());
            next = page.next();
        }
    }
}
