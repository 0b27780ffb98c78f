package dev.waybill.consumer.admin;

import dev.waybill.consumer.pace.Pace;
import dev.waybill.consumer.reconcile.Agenda;
import dev.waybill.consumer.reconcile.ReconcileStates;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Place;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueControl;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for comparisons in the name of people, and tells how they stand. */
@Singleton
final class ReconcileDesk {
    private final PointerQueue queue;
    private final QueueControl control;
    private final ReconcileStates states;
    private final Agenda agenda;
    private final Pace pace;

    ReconcileDesk(PointerQueue queue, QueueControl control, ReconcileStates states, Agenda agenda, Pace pace) {
        this.queue = queue;
        this.control = control;
        this.states = states;
        this.agenda = agenda;
        this.pace = pace;
    }

    /** Behind the mail that comes in. Empty {@code since}: what is not known to be complete. */
    void ask(Mailbox mailbox, Optional<Instant> since) {
        queue.enqueue(List.of(pointer(mailbox, since)), Priority.BACKFILL);
    }

    /** The place is read first: of a pointer that has left the queue, the comparison's end is told. */
    ReconciliationView view(Mailbox mailbox) {
        PointerId id = pointer(mailbox, Optional.empty()).id();
        @Nullable Place place = control.places(List.of(id)).get(id);
        return ReconciliationView.of(mailbox, states.find(mailbox.id()), place);
    }

    void resumed(Mailbox mailbox) {
        agenda.due(mailbox.id(), "resumed");
    }

    private Pointer pointer(Mailbox mailbox, Optional<Instant> since) {
        long from = since.map(t -> Math.max(0, t.toEpochMilli())).orElse(Long.MAX_VALUE);
        return new Pointer(
                mailbox.id(),
                new Locator.Reconcile(from, "operator"),
                pace.now().toEpochMilli(),
                "");
    }
}
