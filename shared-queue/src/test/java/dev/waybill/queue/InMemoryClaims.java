package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** The consumer's port of the fake. */
final class InMemoryClaims implements Claims {
    private final InMemoryQueue queue;

    InMemoryClaims(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public Claim claim(int max, Duration lease, String consumer, boolean takeSuspect) {
        if (max < 1 || max > MAX_CLAIM) {
            throw new IllegalArgumentException("a claim of " + max + " pointers; 1 to " + MAX_CLAIM + " are allowed");
        }
        InMemoryState state = queue.state();
        synchronized (state) {
            if (state.paused) {
                return new Claim.Paused();
            }
            boolean alone = takeSuspect && !state.suspects.isEmpty();
            List<PointerId> items = alone ? List.of(state.suspects.removeLast()) : claimable(state, max);
            if (items.isEmpty()) {
                return new Claim.Empty();
            }
            List<PointerId> back = items.stream()
                    .filter(id -> state.held.containsKey(id.mailbox()))
                    .toList();
            List<PointerId> kept = new ArrayList<>(items);
            kept.removeAll(back);
            SequencedSet<MailboxKey> touched = state.toFront(back);
            if (!alone) {
                kept.stream().filter(id -> state.past(id).crashes() >= 2).forEach(state.suspects::addFirst);
                kept.removeIf(id -> state.past(id).crashes() >= 2);
            }
            state.settle(touched);
            return kept.isEmpty() ? new Claim.Skipped(items.size()) : take(state, kept, lease, consumer, alone);
        }
    }

    private static List<PointerId> claimable(InMemoryState state, int max) {
        List<PointerId> items = new ArrayList<>();
        while (items.size() < max && !state.landing.isEmpty()) {
            items.add(state.landing.removeLast());
        }
        while (items.size() < max && !state.ready.isEmpty()) {
            items.add(state.ready.removeLast());
        }
        return items;
    }

    private static Claim take(
            InMemoryState state, List<PointerId> ids, Duration lease, String consumer, boolean alone) {
        state.lastToken = Math.max(state.lastToken + 1, state.millis() * 1_000);
        Token token = new Token(state.lastToken);
        long until = state.millis() + lease.toMillis();
        state.leases.put(token.value(), new InMemoryState.Lease(until, consumer, alone, ids, ids.size()));
        List<Claimed> pointers = new ArrayList<>();
        for (PointerId id : ids) {
            state.flights.put(id, new InMemoryState.Flight(token, false));
            InMemoryState.Past past = state.past(id);
            byte[] json = state.bodies.get(id).json().getBytes(UTF_8);
            pointers.add(PointerCodec.claimed(new Receipt(token, id), json, past.attempts(), past.crashes()));
        }
        return new Claim.Taken(token, pointers);
    }

    @Override
    public Set<Token> extend(Collection<Token> tokens, Duration lease) {
        InMemoryState state = queue.state();
        synchronized (state) {
            Set<Token> lost = new LinkedHashSet<>();
            for (Token token : tokens) {
                InMemoryState.Lease old = state.leases.get(token.value());
                if (old == null) {
                    lost.add(token);
                } else {
                    long until = state.millis() + lease.toMillis();
                    state.leases.put(
                            token.value(),
                            new InMemoryState.Lease(until, old.consumer(), old.alone(), old.ids(), old.left()));
                }
            }
            return lost;
        }
    }

    @Override
    public Set<Receipt> ack(Collection<Receipt> receipts) {
        return settle(receipts, (state, taken) -> {
            for (Taken t : taken) {
                state.pasts.remove(t.id());
                state.totals = state.totals.plus(new QueueTotals(0, 1, 0, 0));
                if (t.again()) {
                    state.laneOf(t.id()).addLast(t.id());
                } else {
                    state.bodies.remove(t.id());
                }
            }
        });
    }

    @Override
    public Set<Receipt> defer(Collection<Receipt> receipts, Duration delay, Failure failure) {
        return settle(
                receipts,
                (state, taken) -> taken.forEach(t -> state.delayed.put(t.id(), state.millis() + delay.toMillis())));
    }

    @Override
    public Set<Receipt> release(Collection<Receipt> receipts) {
        return settle(
                receipts,
                (state, taken) -> state.toFront(taken.stream().map(Taken::id).toList()));
    }

    @Override
    public Retried retry(Receipt receipt, Duration delay, Failure failure, int maxAttempts) {
        InMemoryState state = queue.state();
        synchronized (state) {
            String consumer = consumerOf(state, receipt.token());
            Retried[] retried = {Retried.STALE};
            settle(List.of(receipt), (s, taken) -> {
                for (Taken t : taken) {
                    InMemoryState.Past past = s.past(t.id());
                    int attempts = past.attempts() + 1;
                    boolean dies = attempts >= maxAttempts && !s.isDiscovery(t.id());
                    List<String> errors = dies
                            ? past.errors()
                            : InMemoryState.Past.lastFive(past.errors(), failure.reason() + ": " + failure.detail());
                    s.pasts.put(
                            t.id(),
                            new InMemoryState.Past(
                                    attempts,
                                    past.crashes(),
                                    past.crashesAlone(),
                                    Optional.of(past.first().orElse(s.millis())),
                                    errors,
                                    past.replays()));
                    if (dies) {
                        s.bury(t.id(), failure, consumer);
                    } else {
                        s.delayed.put(t.id(), s.millis() + delay.toMillis());
                        s.totals = s.totals.plus(new QueueTotals(0, 0, 1, 0));
                    }
                    retried[0] = dies ? Retried.DEAD : Retried.DELAYED;
                }
            });
            return retried[0];
        }
    }

    @Override
    public boolean deadLetter(Receipt receipt, Failure failure) {
        InMemoryState state = queue.state();
        synchronized (state) {
            String consumer = consumerOf(state, receipt.token());
            return settle(List.of(receipt), (s, taken) -> taken.forEach(t -> s.bury(t.id(), failure, consumer)))
                    .isEmpty();
        }
    }

    private static String consumerOf(InMemoryState state, Token token) {
        InMemoryState.Lease lease = state.leases.get(token.value());
        return lease == null ? "" : lease.consumer();
    }

    private record Taken(PointerId id, boolean again) {}

    private Set<Receipt> settle(Collection<Receipt> receipts, BiConsumer<InMemoryState, List<Taken>> end) {
        InMemoryState state = queue.state();
        synchronized (state) {
            Set<Receipt> stale = new LinkedHashSet<>();
            List<Taken> taken = new ArrayList<>();
            SequencedSet<MailboxKey> touched = new LinkedHashSet<>();
            for (Receipt receipt : new LinkedHashSet<>(receipts)) {
                Optional<InMemoryState.Flight> flight = state.take(receipt);
                flight.ifPresentOrElse(
                        f -> {
                            taken.add(new Taken(receipt.id(), f.again()));
                            touched.add(receipt.id().mailbox());
                        },
                        () -> stale.add(receipt));
            }
            end.accept(state, taken);
            state.settle(touched);
            return stale;
        }
    }
}
