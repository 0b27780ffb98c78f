package dev.waybill.consumer.loop;

import java.util.List;

/** Takes a claimed batch and settles each of it through the {@link Settler}. */
@FunctionalInterface
public interface Handler {
    /** Runs on a thread of its own and returns when the work has ended. What it leaves unsettled is deferred. */
    void handle(List<Flight> batch) throws InterruptedException;
}
