package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The producer's port of the fake. */
final class InMemoryProducer implements PointerQueue {
    private final InMemoryQueue queue;

    InMemoryProducer(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority) {
        if (pointers.size() > MAX_BATCH) {
            throw new IllegalArgumentException("a batch of " + pointers.size() + " pointers; split it");
        }
        InMemoryState state = queue.state();
        synchronized (state) {
            int coalesced = 0;
            int again = 0;
            int dead = 0;
            Set<PointerId> seen = new HashSet<>();
            List<PointerId> added = new ArrayList<>();
            List<PointerId> revived = new ArrayList<>();
            for (Pointer pointer : pointers) {
                PointerId id = pointer.id();
                InMemoryState.Body old = state.bodies.get(id);
                state.bodies.put(id, old == null ? body(pointer, priority) : merge(old, pointer));
                InMemoryState.Flight flight = state.flights.get(id);
                if (!seen.add(id)) {
                    coalesced++;
                } else if (old == null) {
                    added.add(id);
                } else if (flight != null) {
                    again++;
                    state.flights.put(id, new InMemoryState.Flight(flight.token(), true));
                } else if (state.dead.containsKey(id)) {
                    if (old.discovery()) {
                        state.dead.remove(id);
                        revived.add(id);
                    } else {
                        dead++;
                    }
                } else {
                    coalesced++;
                }
            }
            added.addAll(revived);
            place(state, added);
            state.totals = state.totals.plus(new QueueTotals(added.size(), 0, 0, 0));
            return new Enqueue.Accepted(added.size(), coalesced, again, dead);
        }
    }

    /** By lane in the order of their first pointers: below the limit to the claimable ones, else behind the lane. */
    private static void place(InMemoryState state, List<PointerId> added) {
        Map<String, List<PointerId>> byLane = new LinkedHashMap<>();
        for (PointerId id : added) {
            Priority priority = state.bodies.get(id).priority();
            byLane.computeIfAbsent(id.mailbox() + priority.name(), lane -> new ArrayList<>())
                    .add(id);
        }
        for (List<PointerId> ids : byLane.values()) {
            MailboxKey mailbox = ids.getFirst().mailbox();
            int free = state.held.containsKey(mailbox) ? 0 : state.limit(mailbox) - state.active(mailbox);
            int places = Math.clamp(free, 0, ids.size());
            state.makeClaimable(ids.subList(0, places));
            ids.subList(places, ids.size()).forEach(id -> state.laneOf(id).addLast(id));
        }
    }

    void add(PointerId id, InMemoryState.Body body) {
        InMemoryState state = queue.state();
        state.bodies.put(id, body);
        place(state, List.of(id));
    }

    private static InMemoryState.Body body(Pointer pointer, Priority priority) {
        return new InMemoryState.Body(
                PointerCodec.encode(pointer), priority, pointer.locator().isDiscovery());
    }

    private static InMemoryState.Body merge(InMemoryState.Body old, Pointer pointer) {
        if (!old.discovery()) {
            return old;
        }
        Pointer before = PointerCodec.decode(old.json().getBytes(UTF_8));
        Locator merged = switch (pointer.locator()) {
            case Locator.GmailHistory now
            when before.locator() instanceof Locator.GmailHistory then ->
                new BigInteger(now.historyId()).compareTo(new BigInteger(then.historyId())) > 0 ? now : then;
            case Locator.Reconcile now
            when before.locator() instanceof Locator.Reconcile then ->
                new Locator.Reconcile(Math.min(now.since(), then.since()), then.reason());
            default -> before.locator();
        };
        Pointer kept = new Pointer(before.mailbox(), merged, before.enqueuedAt(), before.traceparent());
        return new InMemoryState.Body(PointerCodec.encode(kept), old.priority(), true);
    }

    @Override
    public Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move) {
        InMemoryState state = queue.state();
        synchronized (state) {
            String current = state.positions.getOrDefault(move.field(), "");
            if (!current.equals(move.expected())) {
                return new Enqueue.PositionMismatch(current);
            }
            Enqueue.Accepted accepted = enqueue(pointers, priority);
            state.positions.put(move.field(), move.next());
            return accepted;
        }
    }

    @Override
    public Optional<String> position(String field) {
        InMemoryState state = queue.state();
        synchronized (state) {
            return Optional.ofNullable(state.positions.get(field));
        }
    }
}
