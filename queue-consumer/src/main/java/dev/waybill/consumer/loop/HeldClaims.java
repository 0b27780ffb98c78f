package dev.waybill.consumer.loop;

import dev.waybill.queue.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The claims that this process holds, with the pointers of each that Redis has not confirmed as settled, and until when the lease is
 * ours by our own clock: counted from before the claim was sent, so never longer than Redis thinks.
 */
final class HeldClaims {
    private final Map<Token, Held> claims = new HashMap<>();

    private static final class Held {
        private final Set<Flight> open;
        private long until;

        private Held(Collection<Flight> open, long until) {
            this.open = new HashSet<>(open);
            this.until = until;
        }
    }

    synchronized void add(Token token, Collection<Flight> flights, long until) {
        claims.put(token, new Held(flights, until));
    }

    /** Redis confirmed it, or nobody will ask again: no lease is needed for it. */
    synchronized void close(Flight flight) {
        Token token = flight.receipt().token();
        Held held = claims.get(token);
        if (held != null) {
            held.open.remove(flight);
            if (held.open.isEmpty()) {
                claims.remove(token);
            }
        }
    }

    synchronized Set<Token> tokens() {
        return Set.copyOf(claims.keySet());
    }

    synchronized void extended(Token token, long until) {
        Held held = claims.get(token);
        if (held != null) {
            held.until = until;
        }
    }

    /** Forgets a claim whose lease is gone; returns its pointers that nobody has settled. */
    synchronized List<Flight> lose(Token token) {
        Held held = claims.remove(token);
        if (held == null) {
            return List.of();
        }
        held.open.forEach(Flight::lose);
        return held.open.stream().filter(f -> !f.isSettled()).toList();
    }

    /** Claims whose lease has ended by our clock. */
    synchronized List<Token> overdue(long nanos) {
        List<Token> overdue = new ArrayList<>();
        claims.forEach((token, held) -> {
            if (nanos - held.until >= 0) {
                overdue.add(token);
            }
        });
        return overdue;
    }

    synchronized boolean holds(Token token) {
        return claims.containsKey(token);
    }

    synchronized boolean runsSuspect() {
        return claims.values().stream().flatMap(h -> h.open.stream()).anyMatch(Flight::isSuspect);
    }

    synchronized List<Flight> open() {
        return claims.values().stream().flatMap(h -> h.open.stream()).toList();
    }
}
