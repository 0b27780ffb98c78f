package dev.waybill.queue;

import java.util.List;

/**
 * A pointer in the DLQ with its history.
 *
 * @param body the pointer's JSON as it lies in Redis, readable or not
 * @param diedAt epoch milliseconds of the Redis server
 * @param reason why it died: from a closed list
 * @param detail of the last failure, for the operator
 * @param errors the last five failures before that, oldest first
 * @param consumer who held it last
 * @param replays how often an operator replayed it before
 */
public record DeadLetter(
        PointerId id,
        String body,
        long diedAt,
        String reason,
        String detail,
        int attempts,
        int crashes,
        long firstSeen,
        List<String> errors,
        String consumer,
        int replays) {
    /** The kind of what is no JSON object with a kind. */
    public static final String UNREADABLE = "unreadable";

    public DeadLetter {
        errors = List.copyOf(errors);
    }

    /** As the body names it, or {@link #UNREADABLE}. */
    public String kind() {
        return BodyKind.of(body);
    }
}
