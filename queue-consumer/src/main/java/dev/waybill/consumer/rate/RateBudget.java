package dev.waybill.consumer.rate;

import dev.waybill.mailbox.Mailbox;
import java.time.Duration;
import java.util.Optional;

/** What a provider grants a mailbox in a while. Asked before a call; what a call really cost is not settled up. */
public interface RateBudget {
    /** Takes so much of it; else how long it takes until that much is there. Never refuses because Redis is away. */
    Optional<Duration> take(Mailbox mailbox, int cost);
}
