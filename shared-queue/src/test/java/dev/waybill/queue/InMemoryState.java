package dev.waybill.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies in an {@link InMemoryQueue}, and the rule that every change ends with: {@link #settle}. The lists have their claimable
 * end last, as Redis's have. Not safe for threads: the ports lock it.
 */
final class InMemoryState {
    static final int DEFAULT_LIMIT = 8;

    final InstantSource clock;
    final Map<PointerId, Body> bodies = new HashMap<>();
    final Deque<PointerId> ready = new ArrayDeque<>();
    final Deque<PointerId> landing = new ArrayDeque<>();
    final Deque<PointerId> suspects = new ArrayDeque<>();
    final Map<PointerId, Flight> flights = new HashMap<>();
    final TreeMap<Long, Lease> leases = new TreeMap<>();
    final Map<PointerId, Long> delayed = new HashMap<>();
    final Map<PointerId, DeadLetter> dead = new HashMap<>();
    final Map<MailboxKey, Holds.Hold> held = new HashMap<>();
    final Map<MailboxKey, Integer> limits = new HashMap<>();
    final Map<PointerId, Past> pasts = new HashMap<>();
    final Map<String, String> positions = new HashMap<>();
    QueueTotals totals = new QueueTotals(0, 0, 0, 0);
    boolean paused;
    long lastToken;

    private final Map<MailboxKey, Deque<PointerId>> liveLanes = new HashMap<>();
    private final Map<MailboxKey, Deque<PointerId>> backfillLanes = new HashMap<>();

    InMemoryState(InstantSource clock) {
        this.clock = clock;
    }

    record Body(String json, Priority priority, boolean discovery) {}

    record Flight(Token token, boolean again) {}

    /** {@code left}: pointers that are not settled. */
    record Lease(long until, String consumer, boolean alone, List<PointerId> ids, int left) {}

    /** Failures and crashes of a pointer that is not done. */
    record Past(int attempts, int crashes, int crashesAlone, Optional<Long> first, List<String> errors, int replays) {
        static final Past NONE = new Past(0, 0, 0, Optional.empty(), List.of(), 0);

        static List<String> lastFive(List<String> errors, String another) {
            List<String> all = new ArrayList<>(errors);
            all.add(another);
            return all.subList(Math.max(0, all.size() - 5), all.size());
        }
    }

    long millis() {
        return clock.millis();
    }

    Past past(PointerId id) {
        return pasts.getOrDefault(id, Past.NONE);
    }

    boolean isDiscovery(PointerId id) {
        Body body = bodies.get(id);
        return body != null && body.discovery();
    }

    int limit(MailboxKey mailbox) {
        return limits.getOrDefault(mailbox, DEFAULT_LIMIT);
    }

    int active(MailboxKey mailbox) {
        return (int) Stream.of(ready, landing, suspects, flights.keySet())
                .flatMap(Collection::stream)
                .filter(id -> id.mailbox().equals(mailbox))
                .count();
    }

    Deque<PointerId> lane(MailboxKey mailbox, Priority priority) {
        Map<MailboxKey, Deque<PointerId>> lanes = switch (priority) {
            case LIVE -> liveLanes;
            case BACKFILL -> backfillLanes;
        };
        return lanes.computeIfAbsent(mailbox, key -> new ArrayDeque<>());
    }

    int inLanes(MailboxKey mailbox) {
        return lane(mailbox, Priority.LIVE).size()
                + lane(mailbox, Priority.BACKFILL).size();
    }

    Deque<PointerId> laneOf(PointerId id) {
        Body body = bodies.get(id);
        return lane(id.mailbox(), body == null ? Priority.LIVE : body.priority());
    }

    /** The first of them comes out first; returns their mailboxes in the order they were touched. */
    SequencedSet<MailboxKey> toFront(List<PointerId> ids) {
        SequencedSet<MailboxKey> touched = new LinkedHashSet<>();
        for (PointerId id : ids.reversed()) {
            laneOf(id).addFirst(id);
            touched.add(id.mailbox());
        }
        return touched;
    }

    /** Fills these mailboxes up to their limits: one that is not held and below its limit has empty lanes afterwards. */
    void settle(SequencedSet<MailboxKey> touched) {
        List<PointerId> claimable = new ArrayList<>();
        for (MailboxKey mailbox : touched) {
            int free = held.containsKey(mailbox) ? 0 : limit(mailbox) - active(mailbox);
            for (Priority priority : Priority.values()) {
                Deque<PointerId> lane = lane(mailbox, priority);
                for (; free > 0 && !lane.isEmpty(); free--) {
                    claimable.add(lane.removeFirst());
                }
            }
        }
        makeClaimable(claimable);
    }

    /** Wakes who waits at the doorbell. */
    void makeClaimable(List<PointerId> ids) {
        ids.forEach(ready::addFirst);
        if (!ids.isEmpty()) {
            notifyAll();
        }
    }

    /** Takes out of flight what the token holds; empty if it is stale. */
    Optional<Flight> take(Receipt receipt) {
        Flight flight = flights.get(receipt.id());
        if (flight == null || !flight.token().equals(receipt.token())) {
            return Optional.empty();
        }
        flights.remove(receipt.id());
        leases.computeIfPresent(
                receipt.token().value(),
                (token, lease) -> lease.left() == 1
                        ? null
                        : new Lease(lease.until(), lease.consumer(), lease.alone(), lease.ids(), lease.left() - 1));
        return Optional.of(flight);
    }

    void bury(PointerId id, Failure failure, String consumer) {
        Past past = past(id);
        pasts.remove(id);
        totals = totals.plus(new QueueTotals(0, 0, 0, 1));
        Body body = bodies.get(id);
        String json = body == null ? "" : body.json();
        dead.put(
                id,
                new DeadLetter(
                        id,
                        json,
                        millis(),
                        failure.reason(),
                        failure.detail(),
                        past.attempts(),
                        past.crashes(),
                        firstSeen(json, past.first().orElse(millis())),
                        past.errors(),
                        consumer,
                        past.replays()));
    }

    private static long firstSeen(String json, long otherwise) {
        try {
            return PointerCodec.decode(json.getBytes(UTF_8)).enqueuedAt();
        } catch (InvalidPointerException unreadable) {
            return otherwise;
        }
    }

    /** The due ones among ids with a time, by time and then by id, at most {@code max}. */
    static <K> List<K> due(Map<K, Long> times, long now, int max) {
        return times.entrySet().stream()
                .filter(entry -> entry.getValue() <= now)
                .sorted(Comparator.comparing((Map.Entry<K, Long> entry) -> entry.getValue())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(max)
                .map(Map.Entry::getKey)
                .toList();
    }
}
