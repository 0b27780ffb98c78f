package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.DeadLetter;
import dev.waybill.queue.MailboxKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant; what is empty matches all.
 *
 * @param diedBefore from {@code olderThan}, by the clock of this machine: an hour may be some seconds long or short
 */
record DlqFilter(
        Optional<MailboxKey> mailbox, Optional<String> reason, Optional<String> kind, Optional<Instant> diedBefore) {
    private static final int LONGEST = 100;

    static DlqFilter of(
            MailboxDirectory directory,
            Instant now,
            @Nullable String mailbox,
            @Nullable String reason,
            @Nullable String kind,
            @Nullable String olderThan) {
        return new DlqFilter(
                given("mailbox", mailbox, 400)
                        .map(directory::find)
                        .map(Mailbox::id)
                        .map(MailboxKey::of),
                given("reason", reason, LONGEST),
                given("kind", kind, LONGEST),
                given("olderThan", olderThan, LONGEST).map(age -> now.minus(age(age))));
    }

    boolean isEmpty() {
        return mailbox.isEmpty() && reason.isEmpty() && kind.isEmpty() && diedBefore.isEmpty();
    }

    boolean matches(DeadLetter letter) {
        return mailbox.map(letter.id().mailbox()::equals).orElse(true)
                && reason.map(letter.reason()::equals).orElse(true)
                && diedBefore.map(t -> letter.diedAt() < t.toEpochMilli()).orElse(true)
                && kind.map(DeadLetterBody.of(letter).kind()::equals).orElse(true);
    }

    private static Duration age(String text) {
        return Moments.duration(text)
                .orElseThrow(() -> Refusal.badField("olderThan", "must be a duration such as 30m, 5h or 2d"));
    }

    private static Optional<String> given(String field, @Nullable String value, int longest) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        if (value.length() > longest) {
            throw Refusal.badField(field, "has " + value.length() + " characters; at most " + longest + " are allowed");
        }
        return Optional.of(value);
    }
}
