package dev.waybill.consumer.reconcile;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.pace.Rhythm;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import java.time.Duration;
import java.util.List;

/** Enqueues a pointer to each mailbox that is due to be compared, behind the mail that comes in. */
public final class ReconcileSchedule implements Rhythm.Step {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration MORE = Duration.ofMillis(50);
    private static final Duration NOTICE = Duration.ofSeconds(5);
    private static final int BATCH = 250;

    private final Agenda agenda;
    private final PointerQueue queue;
    private final Pace pace;
    private long nextNotice;

    public ReconcileSchedule(Agenda agenda, PointerQueue queue, Pace pace) {
        this.agenda = agenda;
        this.queue = queue;
        this.pace = pace;
        this.nextNotice = pace.nanos();
    }

    @Override
    public Duration run() {
        if (pace.nanos() - nextNotice >= 0) {
            agenda.notice();
            nextNotice = pace.nanos() + NOTICE.toNanos();
        }
        return agenda.take(BATCH, this::enqueue) == BATCH ? MORE : LOOK;
    }

    private void enqueue(List<Agenda.Due> due) {
        long now = pace.now().toEpochMilli();
        queue.enqueue(
                due.stream()
                        .map(d -> new Pointer(d.mailbox(), d.pointer(), now, ""))
                        .toList(),
                Priority.BACKFILL);
    }
}
