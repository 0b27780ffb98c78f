package dev.waybill.devstack.http;

import java.time.Duration;

/** What the next request of a mailbox meets instead of its answer. */
public sealed interface Fault {
    /** An error with the service's own word for it; {@code retryAfter} is the header's text, empty for none. */
    record Answer(int status, String code, String retryAfter) implements Fault {}

    /** The answer comes, this much later. */
    record Delay(Duration by) implements Fault {}

    /** The connection ends in the middle of the answer. */
    record Cut() implements Fault {}
}
