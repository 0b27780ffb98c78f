package dev.waybill.ingress;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets pushes that come at once travel to Redis together. A push that finds nobody under way travels alone, at once; those that come
 * before its reply wait for it and share the next trip, so that a trip costs more the busier it is and a push costs less. One trip at
 * a time, in the order of arrival: a mailbox's pointers keep theirs.
 *
 * <p>Each push gets an answer of its own, and none waits longer than its patience, counted from its arrival: when Redis does not
 * answer, those that waited for another trip do not wait through one of their own. What a refused push had in a trip that is under
 * way may still arrive; repeated, it coalesces. A shared trip that fails for what one of them carries, or because Redis is full, is
 * made again by each alone. A process that dies has answered none of those that were under way or waiting.
 *
 * <p>Of the {@link Enqueue.Accepted} of a trip each push is told a part. The parts add up to the whole, for figures; which of them
 * a push's own pointers were is not told.
 */
final class SharedTrips implements PointerTrip {
    /** Two or three milliseconds of Redis; a single push may be larger. */
    private static final int LARGEST = 500;

    private static final String OPERATION = "enqueue of a push";

    private final PointerTrip trip;
    private final Duration patience;
    private final int mostWaiting;

    private final Set<Push> line = new LinkedHashSet<>();
    private List<Push> travelling = List.of();
    private int waiting;
    private boolean underWay;
    private final AtomicBoolean watched = new AtomicBoolean();

    /** {@code mostWaiting}: pointers; what comes beyond them is refused, so that a slow Redis cannot fill the memory. */
    SharedTrips(PointerTrip trip, Duration patience, int mostWaiting) {
        this.trip = trip;
        this.patience = patience;
        this.mostWaiting = mostWaiting;
    }

    /** One push; compared by identity. */
    private static final class Push {
        private final List<Pointer> pointers;
        private final long deadline;
        private final CompletableFuture<Enqueue.Accepted> answer = new CompletableFuture<>();

        Push(List<Pointer> pointers, Duration patience) {
            this.pointers = pointers;
            this.deadline = System.nanoTime() + patience.toNanos();
        }
    }

    @Override
    public Enqueue.Accepted make(List<Pointer> pointers) {
        Push push = new Push(List.copyOf(pointers), patience);
        if (queueUp(push)) {
            Thread.ofVirtual().name("trips").start(this::travel);
        }
        if (watched.compareAndSet(false, true)) {
            Thread.ofVirtual().name("patience").start(this::watch);
        }
        try {
            return push.answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            leave(push);
            throw new QueueUnavailableException(OPERATION, "interrupted while waiting for Redis", e);
        }
    }

    /** Pointers that wait for a trip. */
    synchronized int waiting() {
        return waiting;
    }

    /** True if nobody is under way, and the caller has to see to it that somebody is. */
    private synchronized boolean queueUp(Push push) {
        if (waiting > 0 && waiting + push.pointers.size() > mostWaiting) {
            throw new QueueUnavailableException(OPERATION, waiting + " pointers wait for Redis already");
        }
        line.add(push);
        waiting += push.pointers.size();
        boolean first = !underWay;
        underWay = true;
        return first;
    }

    /** Nobody waits for its answer any more. */
    private synchronized void leave(Push push) {
        push.answer.cancel(false);
        if (line.remove(push)) {
            waiting -= push.pointers.size();
        }
    }

    /** Refuses those whose patience ends, until nobody waits: a timer for each push costs as much as all else here. */
    private void watch() {
        try {
            for (long nanos = untilNextRefusal(); nanos > 0; nanos = untilNextRefusal()) {
                LockSupport.parkNanos(nanos);
            }
        } catch (RuntimeException | Error e) {
            // A defect here must not make anybody wait for ever: the next push's thread watches again.
            watched.set(false);
            throw e;
        }
    }

    /** Refuses those who have waited for long enough; 0 when nobody waits, and then nobody watches. */
    private synchronized long untilNextRefusal() {
        long now = System.nanoTime();
        for (Push push : travelling) {
            if (!push.answer.isDone()) {
                if (push.deadline - now > 0) {
                    return push.deadline - now;
                }
                refuse(push);
            }
        }
        while (!line.isEmpty()) {
            Push push = line.iterator().next();
            if (push.deadline - now > 0) {
                return push.deadline - now;
            }
            line.remove(push);
            waiting -= push.pointers.size();
            refuse(push);
        }
        watched.set(false);
        return 0;
    }

    private void refuse(Push push) {
        push.answer.completeExceptionally(
                new QueueUnavailableException(OPERATION, "Redis did not answer within " + patience.toMillis() + " ms"));
    }

    /** Trip after trip until nobody waits. */
    private void travel() {
        boolean ended = false;
        try {
            for (List<Push> pushes = next(); !pushes.isEmpty(); pushes = next()) {
                travelTogether(pushes);
            }
            ended = true;
        } finally {
            if (!ended) {
                giveUp();
            }
        }
    }

    /** A defect must not make everybody wait for a trip that nobody makes: the next push begins one. */
    private synchronized void giveUp() {
        underWay = false;
        travelling.forEach(push ->
                push.answer.completeExceptionally(new QueueUnavailableException(OPERATION, "the trip broke off")));
    }

    /** Those who travel next, the one who waits longest among them; nobody when nobody waits, and then nobody is under way. */
    private synchronized List<Push> next() {
        List<Push> pushes = new ArrayList<>();
        int pointers = 0;
        for (Iterator<Push> all = line.iterator(); all.hasNext(); ) {
            Push push = all.next();
            if (!pushes.isEmpty() && pointers + push.pointers.size() > LARGEST) {
                break;
            }
            all.remove();
            pushes.add(push);
            pointers += push.pointers.size();
        }
        waiting -= pointers;
        travelling = pushes;
        underWay = !pushes.isEmpty();
        return pushes;
    }

    private void travelTogether(List<Push> pushes) {
        if (pushes.size() == 1) {
            travelAlone(pushes.getFirst());
            return;
        }
        try {
            share(
                    trip.make(pushes.stream()
                            .flatMap(push -> push.pointers.stream())
                            .toList()),
                    pushes);
        } catch (QueueUnavailableException e) {
            pushes.forEach(push -> push.answer.completeExceptionally(e));
        } catch (RuntimeException | Error one) {
            // Full, or a pointer that cannot be stored: whom it concerns is found out by each for itself.
            pushes.forEach(this::travelAlone);
        }
    }

    private void travelAlone(Push push) {
        if (push.answer.isDone()) {
            return;
        }
        try {
            push.answer.complete(trip.make(push.pointers));
        } catch (RuntimeException | Error e) {
            push.answer.completeExceptionally(e);
        }
    }

    private static void share(Enqueue.Accepted whole, List<Push> pushes) {
        int queued = whole.queued();
        int coalesced = whole.coalesced();
        int again = whole.again();
        for (Push push : pushes) {
            int places = push.pointers.size();
            int q = Math.min(queued, places);
            int c = Math.min(coalesced, places - q);
            int a = Math.min(again, places - q - c);
            int d = places - q - c - a;
            queued -= q;
            coalesced -= c;
            again -= a;
            push.answer.complete(new Enqueue.Accepted(q, c, a, d));
        }
    }
}
