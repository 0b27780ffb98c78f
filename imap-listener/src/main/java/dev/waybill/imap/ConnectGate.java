package dev.waybill.imap;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many mailboxes connect and log in at once, in all and at one host: providers answer bursts of logins with bans. Who
 * waits is let in by turn: first tries before reconnects, and among them the mailbox that was added or changed last.
 */
final class ConnectGate {
    private static final Comparator<Waiter> TURN = Comparator.comparing(Waiter::again)
            .thenComparing(Waiter::version, Comparator.reverseOrder())
            .thenComparingLong(Waiter::sequence);

    private final int atOnce;
    private final int atOnceAtOneHost;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeSet<Waiter> waiters = new TreeSet<>(TURN);
    private final Map<String, Integer> inside = new HashMap<>();
    private int total;
    private long sequence;

    ConnectGate(int atOnce, int atOnceAtOneHost) {
        this.atOnce = atOnce;
        this.atOnceAtOneHost = atOnceAtOneHost;
    }

    /** Waits for a place; whoever got one calls {@link #leave}. */
    void enter(String host, boolean again, long version) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Waiter waiter = new Waiter(host, again, version, sequence++, lock.newCondition());
            waiters.add(waiter);
            admit();
            try {
                while (waiters.contains(waiter)) {
                    waiter.admitted().await();
                }
            } catch (InterruptedException e) {
                if (!waiters.remove(waiter)) {
                    free(host);
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(String host) {
        lock.lock();
        try {
            free(host);
        } finally {
            lock.unlock();
        }
    }

    private void free(String host) {
        total--;
        inside.computeIfPresent(host, (h, n) -> n == 1 ? null : n - 1);
        admit();
    }

    private void admit() {
        for (Iterator<Waiter> each = waiters.iterator(); total < atOnce && each.hasNext(); ) {
            Waiter waiter = each.next();
            if (inside.getOrDefault(waiter.host(), 0) < atOnceAtOneHost) {
                each.remove();
                total++;
                inside.merge(waiter.host(), 1, Integer::sum);
                waiter.admitted().signal();
            }
        }
    }

    private record Waiter(String host, boolean again, long version, long sequence, Condition admitted) {}
}
