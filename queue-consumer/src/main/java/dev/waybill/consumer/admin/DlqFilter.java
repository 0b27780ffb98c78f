package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.DeadLetterCursor;
import dev.waybill.queue.DeadLetterFilter;
import dev.waybill.queue.MailboxKey;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a request which dead letters are meant, and from where on. */
final class DlqFilter {
    private static final int LONGEST = 100;
    private static final Duration OLDEST = Duration.ofDays(365);

    private DlqFilter() {}

    static DeadLetterFilter of(
            MailboxDirectory directory,
            @Nullable String mailbox,
            @Nullable String reason,
            @Nullable String kind,
            @Nullable String olderThan) {
        return new DeadLetterFilter(
                given("mailbox", mailbox, 400)
                        .map(directory::find)
                        .map(Mailbox::id)
                        .map(MailboxKey::of),
                given("reason", reason, LONGEST),
                given("kind", kind, LONGEST),
                given("olderThan", olderThan, LONGEST).map(DlqFilter::age).orElse(Duration.ZERO));
    }

    static DeadLetterCursor cursor(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return DeadLetterCursor.START;
        }
        try {
            return DeadLetterCursor.parse(cursor);
        } catch (IllegalArgumentException e) {
            throw Refusal.badField(
                    "cursor", "is none; take the one that the answer before ended with, or leave it out");
        }
    }

    private static Duration age(String text) {
        return Moments.duration(text)
                .filter(age -> age.compareTo(OLDEST) <= 0)
                .orElseThrow(
                        () -> Refusal.badField("olderThan", "must be a duration such as 30m, 5h or 2d, at most 365d"));
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
