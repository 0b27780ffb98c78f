package dev.waybill.queue.redis;

import java.time.Duration;

/**
 * How a process uses the queue.
 *
 * @param defaultLimit how many pointers of a mailbox are ready or in flight at a time, unless it has a limit of its own; the same
 *     number in every process of a queue
 * @param commandTimeout after which a command counts as not answered
 * @param block the longest that the doorbell blocks in Redis, 50 ms to 2 s
 * @param shards over how many queues the mailboxes are spread; the queue remembers its number
 */
public record QueueSettings(KeyNames keys, int defaultLimit, Duration commandTimeout, Duration block, int shards) {
    static final Duration SHORTEST_BLOCK = Duration.ofMillis(50);
    static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);
    static final int MOST_SHARDS = 64;

    public QueueSettings {
        if (defaultLimit < 1 || defaultLimit > 100_000) {
            throw new IllegalArgumentException(
                    "the queue's default limit is " + defaultLimit + "; 1 to 100000 are allowed");
        }
        if (commandTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("the queue's command timeout is " + commandTimeout.toMillis()
                    + " ms; give Redis at least 1 ms, usually 800");
        }
        if (block.compareTo(SHORTEST_BLOCK) < 0 || block.compareTo(LONGEST_BLOCK) > 0) {
            throw new IllegalArgumentException(
                    "the queue's block time is " + block.toMillis() + " ms; 50 to 2000 ms are allowed");
        }
        if (shards < 1 || shards > MOST_SHARDS) {
            throw new IllegalArgumentException(
                    "waybill.queue.shards is " + shards + "; 1 to " + MOST_SHARDS + " are allowed");
        }
        if (shards > 1 && !keys.equals(KeyNames.withPrefix(keys.prefix()))) {
            throw new IllegalArgumentException("waybill.queue.shards is " + shards
                    + ", but keys of the queue are named one by one; name only waybill.queue.keys.prefix,"
                    + " because each shard has keys of its own, or set waybill.queue.shards to 1");
        }
    }

    public static QueueSettings defaults() {
        return new QueueSettings(KeyNames.defaults(), 8, Duration.ofMillis(800), LONGEST_BLOCK, 1);
    }

    public QueueSettings withKeys(KeyNames other) {
        return new QueueSettings(other, defaultLimit, commandTimeout, block, shards);
    }

    public QueueSettings withDefaultLimit(int other) {
        return new QueueSettings(keys, other, commandTimeout, block, shards);
    }

    public QueueSettings withCommandTimeout(Duration other) {
        return new QueueSettings(keys, defaultLimit, other, block, shards);
    }

    public QueueSettings withBlock(Duration other) {
        return new QueueSettings(keys, defaultLimit, commandTimeout, other, shards);
    }

    public QueueSettings withShards(int other) {
        return new QueueSettings(keys, defaultLimit, commandTimeout, block, other);
    }
}
