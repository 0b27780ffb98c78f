package dev.waybill.imap;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Locator;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueFullException;
import dev.waybill.queue.QueueUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A queue that passes the contract, and remembers each batch; a test can make it refuse, and swap it for an empty one. */
final class RecordingQueue implements PointerQueue {
    private final Supplier<PointerQueue> fresh;
    private final List<Batch> batches = new ArrayList<>();
    private final List<String> comparisons = new ArrayList<>();
    private PointerQueue queue;
    private Trouble trouble = Trouble.NONE;
    private int refused;
    private int refusals = Integer.MAX_VALUE;
    private int positionsRead;
    private Runnable afterBatch = () -> {};

    RecordingQueue(Supplier<PointerQueue> fresh) {
        this.fresh = fresh;
        this.queue = fresh.get();
    }

    /** As after a FLUSHALL. */
    synchronized void wipe() {
        queue = fresh.get();
    }

    /** The real thing as it is at this moment, to come back to later. */
    synchronized PointerQueue current() {
        return queue;
    }

    synchronized void trouble(Trouble now) {
        trouble = now;
    }

    /** Unavailable so many times, and well again. */
    synchronized void refuse(int times) {
        trouble = Trouble.UNAVAILABLE;
        refusals = times;
    }

    synchronized void afterEachBatch(Runnable action) {
        afterBatch = action;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized int positionsRead() {
        return positionsRead;
    }

    synchronized List<Batch> batches() {
        return List.copyOf(batches);
    }

    synchronized List<Long> uids() {
        return batches.stream().flatMap(batch -> batch.uids().stream()).toList();
    }

    /** Why comparisons were asked for. */
    synchronized List<String> comparisons() {
        return List.copyOf(comparisons);
    }

    /** The UIDs by UIDVALIDITY. */
    synchronized Map<Long, List<Long>> uidsByValidity() {
        return batches.stream()
                .flatMap(batch -> batch.pointers().stream())
                .map(pointer -> (Locator.Imap) pointer.locator())
                .collect(Collectors.groupingBy(
                        Locator.Imap::uidValidity, Collectors.mapping(Locator.Imap::uid, Collectors.toList())));
    }

    @Override
    public synchronized Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority) {
        refuse();
        for (Pointer pointer : pointers) {
            if (!(pointer.locator() instanceof Locator.Reconcile asked)) {
                throw new AssertionError("a listener never enqueues a mail without its position");
            }
            comparisons.add(asked.reason());
        }
        return queue.enqueue(pointers, priority);
    }

    @Override
    public synchronized Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move) {
        refuse();
        Enqueue result = queue.enqueue(pointers, priority, move);
        if (result instanceof Enqueue.Accepted && !pointers.isEmpty()) {
            batches.add(new Batch(List.copyOf(pointers), priority, move));
            afterBatch.run();
        }
        if (trouble == Trouble.ANSWER_LOST) {
            trouble = Trouble.NONE;
            refused++;
            throw new QueueUnavailableException("enqueue", "the answer was lost", new RuntimeException());
        }
        return result;
    }

    @Override
    public synchronized Optional<String> position(String field) {
        positionsRead++;
        if (trouble == Trouble.UNAVAILABLE) {
            refuse();
        }
        return queue.position(field);
    }

    private void refuse() {
        switch (trouble) {
            case FULL -> {
                refused++;
                throw new QueueFullException("enqueue", new RuntimeException("OOM"));
            }
            case UNAVAILABLE -> {
                refused++;
                trouble = --refusals > 0 ? trouble : Trouble.NONE;
                throw new QueueUnavailableException("enqueue", "Redis does not answer", new RuntimeException());
            }
            case NONE, ANSWER_LOST -> {}
        }
    }

    enum Trouble {
        NONE,
        FULL,
        UNAVAILABLE,
        ANSWER_LOST
    }

    record Batch(List<Pointer> pointers, Priority priority, PositionMove move) {
        List<Long> uids() {
            return pointers.stream()
                    .map(pointer -> ((Locator.Imap) pointer.locator()).uid())
                    .toList();
        }
    }
}
