package dev.waybill.consumer.admin;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A contact whose address mail did not reach.
 *
 * @param reason of the closed list of bounces, such as {@code user_unknown}
 * @param messageKey the mail that told it, in {@code mailbox}
 */
record ContactView(
        String tenant,
        String address,
        Instant bouncingSince,
        String reason,
        @Nullable String status,
        String diagnostic,
        UUID mailbox,
        String messageKey) {

    /** A page in the order of tenant and address. {@code next}: the address to go on after. */
    record Page(List<ContactView> contacts, @Nullable String next) {}
}
