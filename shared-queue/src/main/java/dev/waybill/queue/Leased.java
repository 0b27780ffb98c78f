package dev.waybill.queue;

import java.util.List;

/**
 * What a replica holds after a renewal.
 *
 * @param replicas how many replicas are alive, this one included
 */
public record Leased(int replicas, List<Parts.Part> parts) {
    public Leased {
        parts = List.copyOf(parts);
    }

    /** How many parts each replica holds when all are shared out evenly, rounded up. */
    public int fairShare() {
        return (Parts.COUNT + replicas - 1) / replicas;
    }
}
