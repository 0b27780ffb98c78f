package dev.waybill.consumer.admin;

import dev.waybill.consumer.reconcile.Agenda;
import dev.waybill.consumer.reconcile.ReconcileState;
import dev.waybill.consumer.reconcile.ReconcileStates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What is remembered of comparisons, and what was made due. */
final class FakeComparisons implements Agenda, ReconcileStates {
    private final List<String> due = new ArrayList<>();
    private final Map<UUID, ReconcileState> states = new HashMap<>();

    /** Mailbox and reason. */
    List<String> due() {
        return due;
    }

    void remember(ReconcileState state) {
        states.put(state.mailbox(), state);
    }

    @Override
    public void notice() {}

    @Override
    public int take(int most, Consumer<List<Due>> enqueue) {
        return 0;
    }

    @Override
    public void due(UUID mailbox, String reason) {
        due.add(mailbox + " " + reason);
    }

    @Override
    public Optional<ReconcileState> find(UUID mailbox) {
        return Optional.ofNullable(states.get(mailbox));
    }

    @Override
    public List<Proof> proofs(int most) {
        return List.of();
    }

    @Override
    public double oldestSeconds() {
        return 0;
    }
}
