package dev.waybill.queue;

import java.time.Duration;

/** Wakes an idle consumer when a pointer becomes claimable. A ring promises nothing: claim, whatever happened here. */
public interface Doorbell {
    /**
     * Returns when a pointer arrived, at the latest after {@code timeout} (50 ms to 2 s).
     *
     * @throws QueueUnavailableException Redis did not answer; back off before the next wait
     */
    void await(Duration timeout) throws InterruptedException;
}
