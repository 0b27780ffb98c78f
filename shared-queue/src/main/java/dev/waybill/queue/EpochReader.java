package dev.waybill.queue;

/** Reads the epoch of one shard. */
public interface EpochReader {
    /** The same in every process of the queue, and another one for each shard. */
    String queue();

    /** May throw {@link QueueException}. */
    QueueEpoch read();
}
