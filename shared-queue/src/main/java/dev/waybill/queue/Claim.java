package dev.waybill.queue;

import java.util.List;

/** What a consumer got when it asked for work. */
public sealed interface Claim {

    /** A lease on some pointers. The lease belongs to the token; {@link Claims#extend} keeps all of them. */
    record Taken(Token token, List<Claimed> pointers) implements Claim {
        public Taken {
            pointers = List.copyOf(pointers);
        }
    }

    /** Nothing is claimable: wait at the {@link Doorbell}. */
    record Empty() implements Claim {}

    /** What was on top went elsewhere (held mailbox, suspect): ask again at once. */
    record Skipped(int pointers) implements Claim {}

    /** An operator paused the queue. */
    record Paused() implements Claim {}
}
