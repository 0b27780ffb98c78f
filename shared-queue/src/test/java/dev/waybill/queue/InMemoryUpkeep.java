package dev.waybill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** Reclaim and promote of the fake. */
final class InMemoryUpkeep implements Upkeep {
    private static final Duration POISONED_DISCOVERY = Duration.ofMinutes(15);

    private final InMemoryQueue queue;

    InMemoryUpkeep(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public Reclaimed reclaim(int pointers, int maxCrashes) {
        InMemoryState state = queue.state();
        synchronized (state) {
            int moved = 0;
            List<PointerId> dead = new ArrayList<>();
            SequencedSet<MailboxKey> touched = new LinkedHashSet<>();
            Map<Long, Long> ends = new HashMap<>();
            state.leases.forEach((token, lease) -> ends.put(token, lease.until()));
            long now = state.millis();
            for (long token : InMemoryState.due(ends, now, Integer.MAX_VALUE)) {
                if (moved >= pointers) {
                    break;
                }
                moved += reclaim(state, token, maxCrashes, touched, dead);
            }
            state.settle(touched);
            Optional<Duration> nextEnd = state.leases.values().stream()
                    .map(lease -> Duration.ofMillis(Math.max(lease.until() - now, 0)))
                    .min(Duration::compareTo);
            return new Reclaimed(moved, dead, nextEnd);
        }
    }

    private static int reclaim(
            InMemoryState state, long token, int maxCrashes, SequencedSet<MailboxKey> touched, List<PointerId> dead) {
        InMemoryState.Lease lease = state.leases.remove(token);
        List<PointerId> mine = lease.ids().stream()
                .filter(id -> state.flights.containsKey(id)
                        && state.flights.get(id).token().value() == token)
                .toList();
        state.flights.keySet().removeAll(mine);
        for (PointerId id : mine.reversed()) {
            InMemoryState.Past past = state.past(id);
            int alone = past.crashesAlone() + (lease.alone() ? 1 : 0);
            state.pasts.put(
                    id,
                    new InMemoryState.Past(
                            past.attempts(), past.crashes() + 1, alone, past.first(), past.errors(), past.replays()));
            if (!lease.alone() || alone < maxCrashes) {
                state.ready.addLast(id);
            } else {
                touched.add(id.mailbox());
                if (state.isDiscovery(id)) {
                    state.delayed.put(id, state.millis() + POISONED_DISCOVERY.toMillis());
                } else {
                    String detail = "its consumer died " + alone + " times while it ran alone";
                    state.bury(id, new Failure("crash", detail), lease.consumer());
                    dead.add(id);
                }
            }
        }
        state.notifyAll();
        return mine.size();
    }

    @Override
    public Promoted promote(int max) {
        InMemoryState state = queue.state();
        synchronized (state) {
            long now = state.millis();
            List<PointerId> ids = InMemoryState.due(state.delayed, now, max);
            state.delayed.keySet().removeAll(ids);
            SequencedSet<MailboxKey> touched = state.toFront(ids);
            Map<MailboxKey, Long> ends = new HashMap<>();
            state.held.forEach((mailbox, hold) -> ends.put(mailbox, hold.untilMillis()));
            List<MailboxKey> resumed = InMemoryState.due(ends, now, max);
            state.held.keySet().removeAll(resumed);
            touched.addAll(resumed);
            state.settle(touched);
            Optional<Duration> next = Stream.concat(
                            state.delayed.values().stream(),
                            state.held.values().stream().map(Holds.Hold::untilMillis))
                    .filter(due -> due != Long.MAX_VALUE)
                    .min(Long::compare)
                    .map(due -> Duration.ofMillis(Math.max(due - now, 0)));
            return new Promoted(ids.size(), resumed.size(), next);
        }
    }
}
