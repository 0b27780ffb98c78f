package dev.waybill.queue;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** Holds and limits of the fake. */
final class InMemoryHolds implements Holds {
    private final InMemoryQueue queue;

    InMemoryHolds(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public void hold(UUID mailbox, Duration duration, String reason) {
        InMemoryState state = queue.state();
        synchronized (state) {
            hold(state, new Hold(MailboxKey.of(mailbox), state.millis() + duration.toMillis(), reason));
        }
    }

    @Override
    public void holdUntilResumed(UUID mailbox, String reason) {
        InMemoryState state = queue.state();
        synchronized (state) {
            hold(state, new Hold(MailboxKey.of(mailbox), Long.MAX_VALUE, reason));
        }
    }

    private static void hold(InMemoryState state, Hold hold) {
        state.held.merge(hold.mailbox(), hold, (old, fresh) -> fresh.untilMillis() > old.untilMillis() ? fresh : old);
    }

    @Override
    public boolean resume(UUID mailbox) {
        InMemoryState state = queue.state();
        synchronized (state) {
            MailboxKey key = MailboxKey.of(mailbox);
            boolean held = state.held.remove(key) != null;
            state.settle(new LinkedHashSet<>(List.of(key)));
            return held;
        }
    }

    @Override
    public void setLimit(UUID mailbox, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit + "; at least 1: to stop a mailbox, hold it");
        }
        InMemoryState state = queue.state();
        synchronized (state) {
            MailboxKey key = MailboxKey.of(mailbox);
            state.limits.put(key, limit);
            state.settle(new LinkedHashSet<>(List.of(key)));
        }
    }

    @Override
    public List<Hold> held() {
        InMemoryState state = queue.state();
        synchronized (state) {
            return state.held.values().stream()
                    .sorted(Comparator.comparingLong(Hold::untilMillis)
                            .thenComparing(hold -> hold.mailbox().value()))
                    .toList();
        }
    }
}
