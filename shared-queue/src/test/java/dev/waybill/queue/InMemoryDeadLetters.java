package dev.waybill.queue;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/** The dead-letter queue of the fake. */
final class InMemoryDeadLetters implements DeadLetters {
    private final InMemoryQueue queue;

    InMemoryDeadLetters(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public Page page(DeadLetterFilter filter, DeadLetterCursor from, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page of " + limit + " dead letters");
        }
        InMemoryState state = queue.state();
        synchronized (state) {
            long until = from.until() < 0 ? state.millis() - filter.olderThan().toMillis() : from.until();
            List<DeadLetter> behind = state.dead.values().stream()
                    .filter(letter -> letter.diedAt() <= until && isBehind(letter, from))
                    .filter(filter::matches)
                    .sorted(Comparator.comparingLong(DeadLetter::diedAt)
                            .thenComparing(letter -> letter.id().value()))
                    .toList();
            List<DeadLetter> page = behind.subList(0, Math.min(limit, behind.size()));
            return new Page(
                    page,
                    page.size() == behind.size()
                            ? Optional.empty()
                            : Optional.of(new DeadLetterCursor(
                                    until,
                                    page.getLast().diedAt(),
                                    page.getLast().id().value())));
        }
    }

    private static boolean isBehind(DeadLetter letter, DeadLetterCursor from) {
        return letter.diedAt() > from.diedAt()
                || (letter.diedAt() == from.diedAt() && letter.id().value().compareTo(from.id()) > 0);
    }

    @Override
    public Optional<DeadLetter> show(PointerId id) {
        InMemoryState state = queue.state();
        synchronized (state) {
            return Optional.ofNullable(state.dead.get(id));
        }
    }

    @Override
    public long count() {
        InMemoryState state = queue.state();
        synchronized (state) {
            return state.dead.size();
        }
    }

    @Override
    public Set<PointerId> replay(Collection<PointerId> ids) {
        InMemoryState state = queue.state();
        synchronized (state) {
            Set<PointerId> moved = new LinkedHashSet<>();
            SequencedSet<MailboxKey> touched = new LinkedHashSet<>();
            for (PointerId id : ids) {
                DeadLetter letter = state.dead.remove(id);
                if (letter != null) {
                    List<String> errors =
                            InMemoryState.Past.lastFive(letter.errors(), letter.reason() + ": " + letter.detail());
                    state.pasts.put(
                            id,
                            new InMemoryState.Past(
                                    0, 0, 0, Optional.of(letter.firstSeen()), errors, letter.replays() + 1));
                    state.laneOf(id).addLast(id);
                    touched.add(id.mailbox());
                    moved.add(id);
                }
            }
            state.settle(touched);
            return moved;
        }
    }

    @Override
    public Set<PointerId> drop(Collection<PointerId> ids) {
        InMemoryState state = queue.state();
        synchronized (state) {
            Set<PointerId> dropped = new LinkedHashSet<>(ids);
            dropped.retainAll(state.dead.keySet());
            state.dead.keySet().removeAll(dropped);
            state.bodies.keySet().removeAll(dropped);
            return dropped;
        }
    }
}
