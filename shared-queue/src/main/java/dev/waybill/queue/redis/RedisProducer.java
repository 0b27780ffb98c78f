package dev.waybill.queue.redis;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerCodec;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import dev.waybill.queue.QueueUnavailableException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The producer's port on Redis. */
final class RedisProducer implements PointerQueue {
    private final RedisCommands redis;
    private final Scripts scripts;
    private final String positions;
    private final Duration timeout;
    private final ShardGate gate;

    RedisProducer(RedisCommands redis, Scripts scripts, KeyNames keys, Duration timeout, ShardGate gate) {
        this.redis = redis;
        this.scripts = scripts;
        this.positions = keys.positions();
        this.timeout = timeout;
        this.gate = gate;
    }

    @Override
    public Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority) {
        if (pointers.isEmpty()) {
            return new Enqueue.Accepted(0, 0, 0, 0);
        }
        return switch (send(pointers, priority, "", "", "")) {
            case Enqueue.Accepted accepted -> accepted;
            case Enqueue.PositionMismatch mismatch ->
                throw new IllegalStateException("a batch without a position was refused for its position");
        };
    }

    @Override
    public Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move) {
        return send(pointers, priority, move.field(), move.expected(), move.next());
    }

    private Enqueue send(List<Pointer> pointers, Priority priority, String field, String expected, String next) {
        if (pointers.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a batch of " + pointers.size() + " pointers; at most " + MAX_BATCH + " are allowed: split it");
        }
        List<String> arguments = new ArrayList<>(3 + 2 * pointers.size());
        arguments.addAll(List.of(field, expected, next));
        for (Pointer pointer : pointers) {
            arguments.add(pointer.id().value());
            arguments.add(classOf(pointer, priority) + PointerCodec.encode(pointer));
        }
        String operation = operation(pointers, field);
        Scripts.Call call = new Scripts.Call(Script.ENQUEUE, arguments);
        Response reply = scripts.run(operation, call);
        if (isClosed(reply)) {
            gate.refused(operation);
            reply = scripts.run(operation, call);
        }
        if (isClosed(reply)) {
            throw new QueueUnavailableException(
                    operation, "somebody changes the number of the queue's shards; try again");
        }
        if (reply.get(0).toString().equals("mismatch")) {
            return new Enqueue.PositionMismatch(reply.get(1).toString());
        }
        return new Enqueue.Accepted(
                reply.get(1).toInteger(),
                reply.get(2).toInteger(),
                reply.get(3).toInteger(),
                reply.get(4).toInteger());
    }

    private static boolean isClosed(Response reply) {
        return reply.get(0).toString().equals("closed");
    }

    private static String operation(List<Pointer> pointers, String field) {
        String what = "enqueue of " + pointers.size() + (pointers.size() == 1 ? " pointer" : " pointers");
        return field.isEmpty() ? what : what + " with position " + field;
    }

    /** The body's first character: the lane within the mailbox, in capitals for discovery pointers. */
    private static String classOf(Pointer pointer, Priority priority) {
        return switch (priority) {
            case LIVE -> pointer.locator().isDiscovery() ? "L" : "l";
            case BACKFILL -> pointer.locator().isDiscovery() ? "B" : "b";
        };
    }

    @Override
    public Optional<String> position(String field) {
        Response reply = redis.send(
                "reading position " + field,
                Request.cmd(Command.HGET).arg(positions).arg(field),
                timeout);
        return Optional.ofNullable(reply).map(Response::toString);
    }
}
