package dev.waybill.consumer.pace;

import java.time.Duration;
import java.time.Instant;

/** Time as the consumer sees it: what clocks say, and waiting. */
public interface Pace {
    /** A monotonic reading in nanoseconds, for deadlines. */
    long nanos();

    /** The wall clock, for people and rows; never for decisions about leases. */
    Instant now();

    void sleep(Duration duration) throws InterruptedException;
}
