package dev.waybill.imap;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes everything, and keeps positions and numbers only: for more pointers than belong into a test's memory. */
final class CountingQueue implements PointerQueue {
    private final Map<String, String> positions = new HashMap<>();
    private int pointers;
    private int largestBatch;

    synchronized int pointers() {
        return pointers;
    }

    synchronized int largestBatch() {
        return largestBatch;
    }

    @Override
    public Enqueue.Accepted enqueue(List<Pointer> batch, Priority priority) {
        throw new AssertionError("a listener never enqueues without its position");
    }

    @Override
    public synchronized Enqueue enqueue(List<Pointer> batch, Priority priority, PositionMove move) {
        String current = positions.getOrDefault(move.field(), "");
        if (!current.equals(move.expected())) {
            return new Enqueue.PositionMismatch(current);
        }
        positions.put(move.field(), move.next());
        pointers += batch.size();
        largestBatch = Math.max(largestBatch, batch.size());
        return new Enqueue.Accepted(batch.size(), 0, 0, 0);
    }

    @Override
    public synchronized Optional<String> position(String field) {
        return Optional.ofNullable(positions.get(field));
    }
}
