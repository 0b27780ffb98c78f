package dev.waybill.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * Which dead letters are meant; what is empty matches all.
 *
 * @param kind as in the pointer's JSON, or {@link DeadLetter#UNREADABLE}
 * @param olderThan died at least this long ago, by the clock of Redis when the first page is read
 */
public record DeadLetterFilter(
        Optional<MailboxKey> mailbox, Optional<String> reason, Optional<String> kind, Duration olderThan) {
    public static final DeadLetterFilter ALL =
            new DeadLetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO);

    public DeadLetterFilter {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("dead letters older than " + olderThan + "; 0 or more is allowed");
        }
    }

    public static DeadLetterFilter of(MailboxKey mailbox) {
        return new DeadLetterFilter(Optional.of(mailbox), Optional.empty(), Optional.empty(), Duration.ZERO);
    }

    public boolean isEmpty() {
        return equals(ALL);
    }

    /** All but the age, which the cursor of a page bounds. */
    public boolean matches(DeadLetter letter) {
        return mailbox.map(letter.id().mailbox()::equals).orElse(true)
                && reason.map(letter.reason()::equals).orElse(true)
                && kind.map(letter.kind()::equals).orElse(true);
    }
}
