package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The operator's view of the fake. */
final class InMemoryControl implements QueueControl {
    private final InMemoryQueue queue;

    InMemoryControl(InMemoryQueue queue) {
        this.queue = queue;
    }

    @Override
    public QueueStats stats() {
        InMemoryState s = queue.state();
        synchronized (s) {
            long elsewhere = (long) s.ready.size() + s.landing.size() + s.suspects.size() + s.flights.size();
            return new QueueStats(
                    s.paused,
                    s.bodies.size() - elsewhere - s.delayed.size() - s.dead.size(),
                    s.ready.size(),
                    s.landing.size(),
                    s.flights.size(),
                    s.delayed.size(),
                    s.suspects.size(),
                    s.dead.size(),
                    s.held.size(),
                    Stream.of(s.ready, s.landing, s.suspects, s.flights.keySet())
                            .flatMap(Collection::stream)
                            .map(PointerId::mailbox)
                            .distinct()
                            .count(),
                    s.leases.size(),
                    s.leases.values().stream()
                            .filter(lease -> lease.until() <= s.millis())
                            .count(),
                    oldestReady(s),
                    s.dead.values().stream()
                            .map(DeadLetter::diedAt)
                            .min(Comparator.naturalOrder())
                            .map(diedAt -> s.millis() - diedAt)
                            .orElse(0L));
        }
    }

    @Override
    public QueueTotals totals() {
        InMemoryState s = queue.state();
        synchronized (s) {
            return s.totals;
        }
    }

    @Override
    public Busiest busiest(int most) {
        InMemoryState s = queue.state();
        synchronized (s) {
            List<Busiest.Mailbox> all = s.bodies.keySet().stream()
                    .map(PointerId::mailbox)
                    .distinct()
                    .map(m -> new Busiest.Mailbox(
                            m, s.inLanes(m), s.active(m), s.held.containsKey(m), oldestInLanes(s, m)))
                    .filter(m -> m.active() > 0 || m.held())
                    .sorted(Busiest.Mailbox.MOST_FIRST)
                    .toList();
            return new Busiest(
                    all.subList(0, Math.min(most, all.size())),
                    all.stream().filter(m -> m.waiting() > 0).count(),
                    all.stream()
                            .mapToLong(Busiest.Mailbox::oldestWaitingMillis)
                            .max()
                            .orElse(0));
        }
    }

    private static long oldestInLanes(InMemoryState s, MailboxKey mailbox) {
        return Stream.of(Priority.values())
                .map(priority -> s.lane(mailbox, priority).peekFirst())
                .filter(Objects::nonNull)
                .mapToLong(id -> age(s, id))
                .max()
                .orElse(0);
    }

    @Override
    public List<ClaimHolder> consumers() {
        InMemoryState s = queue.state();
        synchronized (s) {
            Map<String, ClaimHolder> all = new TreeMap<>();
            s.leases.forEach((token, lease) -> all.merge(
                    lease.consumer(),
                    new ClaimHolder(
                            lease.consumer(),
                            1,
                            lease.left(),
                            Math.max(s.millis() - token / 1_000, 0),
                            lease.until() <= s.millis() ? 1 : 0),
                    ClaimHolder::plus));
            return List.copyOf(all.values());
        }
    }

    private static long oldestReady(InMemoryState s) {
        PointerId id = s.landing.isEmpty() ? s.ready.peekLast() : s.landing.peekLast();
        if (id == null) {
            return 0;
        }
        return age(s, id);
    }

    private static long age(InMemoryState s, PointerId id) {
        byte[] json = s.bodies.get(id).json().getBytes(UTF_8);
        return switch (PointerCodec.claimed(new Receipt(new Token(0), id), json, 0, 0)) {
            case Claimed.Valid valid -> Math.max(s.millis() - valid.pointer().enqueuedAt(), 0);
            case Claimed.Unknown unknown -> Math.max(s.millis() - unknown.enqueuedAt(), 0);
            case Claimed.Broken broken -> 0;
        };
    }

    @Override
    public MailboxStats mailbox(UUID mailbox) {
        InMemoryState s = queue.state();
        synchronized (s) {
            MailboxKey key = MailboxKey.of(mailbox);
            long inFlight = of(key, s.flights.keySet());
            return new MailboxStats(
                    s.inLanes(key) + s.active(key) - inFlight,
                    inFlight,
                    of(key, s.delayed.keySet()),
                    of(key, s.dead.keySet()),
                    s.held.containsKey(key));
        }
    }

    private static long of(MailboxKey mailbox, Collection<PointerId> ids) {
        return ids.stream().filter(id -> id.mailbox().equals(mailbox)).count();
    }

    @Override
    public Map<PointerId, Place> places(Collection<PointerId> ids) {
        InMemoryState s = queue.state();
        synchronized (s) {
            Map<PointerId, Place> places = new LinkedHashMap<>();
            for (PointerId id : ids) {
                if (s.flights.containsKey(id)) {
                    places.put(id, Place.IN_FLIGHT);
                } else if (s.delayed.containsKey(id)) {
                    places.put(id, Place.DELAYED);
                } else if (s.dead.containsKey(id)) {
                    places.put(id, Place.DEAD);
                } else if (s.bodies.containsKey(id)) {
                    places.put(id, Place.WAITING);
                }
            }
            return places;
        }
    }

    @Override
    public boolean pause(String by) {
        InMemoryState s = queue.state();
        synchronized (s) {
            boolean was = s.paused;
            s.paused = true;
            return !was;
        }
    }

    @Override
    public boolean resume() {
        InMemoryState s = queue.state();
        synchronized (s) {
            boolean was = s.paused;
            s.paused = false;
            return was;
        }
    }
}
