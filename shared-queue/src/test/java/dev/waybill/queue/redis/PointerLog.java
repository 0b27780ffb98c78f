package dev.waybill.queue.redis;

import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Place;
import dev.waybill.queue.PointerId;
import dev.waybill.queue.Receipt;
import dev.waybill.queue.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person with paper and pencil would know of each pointer of a queue; knows no order, no lanes and no shards. */
final class PointerLog {
    static final int MAX_ATTEMPTS = 3;
    static final int MAX_CRASHES = 2;

    /** From its second crash a pointer is claimed alone. */
    private static final int SUSPECT = 2;

    private final Map<PointerId, Entry> entries = new LinkedHashMap<>();
    private final Map<Token, Long> leases = new HashMap<>();
    private final Map<MailboxKey, Long> held = new HashMap<>();

    private static final class Entry {
        Place place = Place.WAITING;

        @Nullable
        Token token;

        boolean again;
        long due;
        int attempts;
        int crashes;
        int crashesAlone;
    }

    /** What an enqueue of it would be counted as. */
    String enqueue(PointerId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            entries.put(id, new Entry());
            return "queued";
        }
        return switch (entry.place) {
            case WAITING, DELAYED -> "coalesced";
            case DEAD -> "dead";
            case IN_FLIGHT -> {
                entry.again = true;
                yield "again";
            }
        };
    }

    boolean mayBeClaimed(PointerId id) {
        Entry entry = entries.get(id);
        return entry != null && entry.place == Place.WAITING && !held.containsKey(id.mailbox());
    }

    boolean isSuspect(PointerId id) {
        return entry(id).crashes >= SUSPECT;
    }

    int attempts(PointerId id) {
        return entry(id).attempts;
    }

    int crashes(PointerId id) {
        return entry(id).crashes;
    }

    void claimed(Token token, PointerId id, long leaseEnd) {
        Entry entry = entry(id);
        entry.place = Place.IN_FLIGHT;
        entry.token = token;
        leases.put(token, leaseEnd);
    }

    /** Whether the claim has anything left to extend. */
    boolean extend(Token token, long leaseEnd) {
        return leases.computeIfPresent(token, (t, end) -> leaseEnd) != null;
    }

    boolean holds(Receipt receipt) {
        Entry entry = entries.get(receipt.id());
        return entry != null && receipt.token().equals(entry.token);
    }

    void ack(PointerId id) {
        Entry entry = land(id, Place.WAITING);
        if (entry.again) {
            entries.put(id, new Entry());
        } else {
            entries.remove(id);
        }
    }

    void release(PointerId id) {
        land(id, Place.WAITING).again = false;
    }

    void defer(PointerId id, long due) {
        Entry entry = land(id, Place.DELAYED);
        entry.again = false;
        entry.due = due;
    }

    /** Whether it is dead now. */
    boolean retry(PointerId id, long due) {
        entry(id).attempts++;
        if (entry(id).attempts >= MAX_ATTEMPTS) {
            deadLetter(id);
            return true;
        }
        defer(id, due);
        return false;
    }

    void deadLetter(PointerId id) {
        land(id, Place.DEAD).again = false;
    }

    /** Leases that have ended: their pointers come back with a crash more. Returns those that died of it, and counts all. */
    Map<PointerId, Boolean> reclaim(long now) {
        Map<PointerId, Boolean> died = new HashMap<>();
        for (PointerId id : in(Place.IN_FLIGHT)) {
            Entry entry = entry(id);
            Token token = entry.token;
            if (token != null && leases.getOrDefault(token, Long.MAX_VALUE) <= now) {
                boolean alone = isSuspect(id);
                entry.crashes++;
                entry.crashesAlone += alone ? 1 : 0;
                boolean dies = alone && entry.crashesAlone >= MAX_CRASHES;
                land(id, dies ? Place.DEAD : Place.WAITING).again = false;
                died.put(id, dies);
            }
        }
        return died;
    }

    /** Delays that are over; how many. */
    int promote(long now) {
        List<PointerId> due =
                in(Place.DELAYED).stream().filter(id -> entry(id).due <= now).toList();
        due.forEach(id -> entry(id).place = Place.WAITING);
        return due.size();
    }

    /** Holds that are over; how many. */
    int endHolds(long now) {
        int before = held.size();
        held.values().removeIf(until -> until <= now);
        return before - held.size();
    }

    void hold(MailboxKey mailbox, long until) {
        held.merge(mailbox, until, Math::max);
    }

    boolean resume(MailboxKey mailbox) {
        return held.remove(mailbox) != null;
    }

    int holds() {
        return held.size();
    }

    void replay(PointerId id) {
        entries.put(id, new Entry());
    }

    void drop(PointerId id) {
        entries.remove(id);
    }

    List<PointerId> in(Place place) {
        return entries.entrySet().stream()
                .filter(e -> e.getValue().place == place)
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<PointerId, Place> places() {
        return entries.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().place));
    }

    /** Waiting, not held, not suspect: claimable unless so many of its mailbox are at work already. */
    Set<MailboxKey> mailboxesThatWait() {
        return in(Place.WAITING).stream()
                .filter(id -> mayBeClaimed(id) && !isSuspect(id))
                .map(PointerId::mailbox)
                .collect(Collectors.toSet());
    }

    long atWork(MailboxKey mailbox) {
        List<PointerId> ids = new ArrayList<>(in(Place.IN_FLIGHT));
        in(Place.WAITING).stream().filter(this::isSuspect).forEach(ids::add);
        return ids.stream().filter(id -> id.mailbox().equals(mailbox)).count();
    }

    private Entry land(PointerId id, Place place) {
        Entry entry = entry(id);
        Token token = entry.token;
        entry.token = null;
        entry.place = place;
        if (entries.values().stream().noneMatch(e -> token != null && token.equals(e.token))) {
            leases.remove(token);
        }
        return entry;
    }

    private Entry entry(PointerId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new AssertionError(id + " is not in the queue");
        }
        return entry;
    }
}
