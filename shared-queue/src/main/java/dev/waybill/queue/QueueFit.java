package dev.waybill.queue;

import java.util.Optional;

/** Whether this process's settings fit the queue that it is pointed at; asked once, when a service starts. */
@FunctionalInterface
public interface QueueFit {
    /** Why they do not, and what to do, for a person; empty when they fit, or the queue cannot be asked now. */
    Optional<String> refusal();
}
