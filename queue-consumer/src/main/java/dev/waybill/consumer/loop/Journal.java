package dev.waybill.consumer.loop;

import dev.waybill.queue.Failure;
import dev.waybill.queue.Upkeep;
import java.time.Duration;
import java.util.UUID;

/** Told of each step of each pointer; makes events, counters and spans of it. Never throws. */
@FunctionalInterface
public interface Journal {
    void note(Step step);

    /** What happened. */
    sealed interface Step {
        record Started(Flight flight) implements Step {}

        /** Done: its {@link Flight#outcome} tells how. */
        record Acked(Flight flight) implements Step {}

        record Retried(Flight flight, Duration delay, Failure failure) implements Step {}

        record Deferred(Flight flight, Duration delay, Failure failure) implements Step {}

        record Released(Flight flight, String why) implements Step {}

        record Dead(Flight flight, Failure failure) implements Step {}

        /** Settled by somebody else meanwhile, or ({@code unknown}) perhaps by our own call that timed out. */
        record Stale(Flight flight, String verb, boolean unknown) implements Step {}

        /** Redis gave our lease away, or we could not extend it in time. */
        record LeaseLost(Flight flight) implements Step {}

        /** A mailbox waits: for its provider, its credential, or a person. */
        record Held(UUID mailbox, String reason) implements Step {}

        record Reclaimed(Upkeep.Reclaimed reclaimed) implements Step {}
    }
}
