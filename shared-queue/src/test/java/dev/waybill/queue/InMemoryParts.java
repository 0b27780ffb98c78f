package dev.waybill.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts in memory; time only moves when it is told to, and a test may make it unreachable. */
public final class InMemoryParts implements Parts {
    private final Map<Integer, Owned> owners = new HashMap<>();
    private final Map<String, Long> leases = new HashMap<>();
    private long now = 1_000_000;
    private long wipedAt = -1;
    private long token;
    private boolean lost;

    private record Owned(long token, String replica) {}

    public synchronized void advance(Duration time) {
        now += time.toMillis();
    }

    public synchronized void wipe() {
        owners.clear();
        leases.clear();
        wipedAt = -1;
    }

    /** From now on nobody is answered, or everybody again. */
    public synchronized void lost(boolean isLost) {
        lost = isLost;
    }

    @Override
    public synchronized Leased renew(String replica, Duration lease, Collection<Part> held, Collection<Part> givenUp) {
        answer();
        Map<Integer, Long> holds = new HashMap<>();
        held.forEach(part -> holds.put(part.number(), part.token()));
        givenUp.forEach(part -> owners.remove(part.number(), new Owned(part.token(), replica)));
        leases.values().removeIf(end -> end <= now);
        leases.put(replica, now + lease.toMillis());
        List<Part> mine = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        for (int number = 0; number < COUNT; number++) {
            Owned owner = owners.get(number);
            if (owner != null && owner.replica().equals(replica)) {
                mine.add(new Part(number, owner.token()));
            } else if (owner == null && holds.containsKey(number)) {
                owners.put(number, new Owned(holds.get(number), replica));
                mine.add(new Part(number, holds.get(number)));
            } else if (owner == null || !leases.containsKey(owner.replica())) {
                free.add(number);
            }
        }
        wipedAt = wipedAt >= 0 ? wipedAt : holds.isEmpty() ? 0 : now;
        boolean others = !holds.isEmpty() && now - wipedAt < lease.toMillis();
        int share = others ? 0 : (COUNT + leases.size() - 1) / leases.size() - mine.size();
        token++;
        for (int number : free.subList(0, Math.clamp(share, 0, free.size()))) {
            owners.put(number, new Owned(token, replica));
            mine.add(new Part(number, token));
        }
        return new Leased(leases.size(), mine);
    }

    @Override
    public synchronized void leave(String replica) {
        answer();
        leases.remove(replica);
    }

    @Override
    public synchronized Optional<String> holder(int part) {
        answer();
        return Optional.ofNullable(owners.get(part))
                .map(Owned::replica)
                .filter(replica -> leases.getOrDefault(replica, 0L) > now);
    }

    private void answer() {
        if (lost) {
            throw new QueueUnavailableException("sharing", "it is lost", new IllegalStateException());
        }
    }
}
