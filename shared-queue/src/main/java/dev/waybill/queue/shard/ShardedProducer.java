package dev.waybill.queue.shard;

import dev.waybill.queue.Enqueue;
import dev.waybill.queue.MailboxKey;
import dev.waybill.queue.Pointer;
import dev.waybill.queue.PointerQueue;
import dev.waybill.queue.PositionMove;
import dev.waybill.queue.Priority;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends each pointer to its mailbox's shard: one round trip a shard that the batch touches. A batch over several shards is whole in each
 * of them; sent again after a failure, what is there coalesces. A batch with a position is of one mailbox and so of one shard.
 */
public final class ShardedProducer implements PointerQueue {
    private static final int UUID_LENGTH = 36;

    private final Shards<PointerQueue> shards;

    public ShardedProducer(List<PointerQueue> shards) {
        this.shards = new Shards<>(shards);
    }

    @Override
    public Enqueue.Accepted enqueue(List<Pointer> pointers, Priority priority) {
        if (pointers.size() > MAX_BATCH) {
            throw new IllegalArgumentException(
                    "a batch of " + pointers.size() + " pointers; at most " + MAX_BATCH + " are allowed: split it");
        }
        int queued = 0;
        int coalesced = 0;
        int again = 0;
        int dead = 0;
        for (var part : shards.split(pointers, Pointer::id).entrySet()) {
            Enqueue.Accepted accepted = shards.get(part.getKey()).enqueue(part.getValue(), priority);
            queued += accepted.queued();
            coalesced += accepted.coalesced();
            again += accepted.again();
            dead += accepted.dead();
        }
        return new Enqueue.Accepted(queued, coalesced, again, dead);
    }

    @Override
    public Enqueue enqueue(List<Pointer> pointers, Priority priority, PositionMove move) {
        int shard = shardOf(move.field());
        for (Pointer pointer : pointers) {
            if (shards.indexOf(pointer.id().mailbox()) != shard) {
                throw new IllegalArgumentException("a batch that moves position " + move.field()
                        + " holds a pointer of mailbox " + pointer.mailbox() + ", which lies in another shard");
            }
        }
        return shards.get(shard).enqueue(pointers, priority, move);
    }

    @Override
    public Optional<String> position(String field) {
        return shards.get(shardOf(field)).position(field);
    }

    private int shardOf(String field) {
        try {
            return shards.indexOf(
                    MailboxKey.of(UUID.fromString(field.substring(0, Math.min(UUID_LENGTH, field.length())))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "position '" + field + "' does not begin with the UUID of its mailbox, so it has no shard", e);
        }
    }
}
