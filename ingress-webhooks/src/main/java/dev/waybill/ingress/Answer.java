package dev.waybill.ingress;

import java.time.Duration;
import java.util.List;

/** What a push is answered with. */
sealed interface Answer {

    /**
     * 202: its pointers are in the queue.
     *
     * @param coalesced they wait already
     * @param again they are being processed; each runs once more after that
     * @param dead they lie in the dead-letter queue and stay there until an operator replays them
     */
    record Accepted(int queued, int coalesced, int again, int dead) implements Answer {}

    /** 401, whatever it was. */
    record Unauthenticated() implements Answer {}

    /** 429. */
    record TooOften(Duration retryAfter) implements Answer {}

    /** 400. */
    record Malformed(List<FieldError> errors) implements Answer {
        public Malformed {
            errors = List.copyOf(errors);
        }
    }

    /** 404; nothing of the push was enqueued. */
    record UnknownMailbox(List<FieldError> errors) implements Answer {
        public UnknownMailbox {
            errors = List.copyOf(errors);
        }
    }

    /** 503: nothing is promised, send it again. */
    record Unavailable(String problem, Duration retryAfter) implements Answer {}
}
