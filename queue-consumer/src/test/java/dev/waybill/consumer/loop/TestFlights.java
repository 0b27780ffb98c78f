package dev.waybill.consumer.loop;

import dev.waybill.queue.Claimed;
import java.time.Instant;

/** Flights for tests of other packages. */
public final class TestFlights {
    private TestFlights() {}

    public static Flight of(Claimed claimed, Instant claimedAt) {
        return new Flight(claimed, claimedAt, () -> {});
    }

    public static void processed(Flight flight, String effect) {
        flight.outcome(Outcome.processed(effect));
    }
}
