package dev.waybill.message.bounce;

import org.jspecify.annotations.Nullable;

/**
 * What became of the mail to one recipient.
 *
 * @param recipient the address, as the report writes it, without brackets; empty when the report names none
 * @param originalRecipient the address as the sender wrote it, where the report tells that it was another one, or null
 * @param status the enhanced status code (RFC 3463), as {@code 5.1.1}, or null
 * @param smtpReply the reply code of SMTP (RFC 5321 §4.2), as {@code 550}, or null
 * @param diagnostic what the server said, on one line; may be empty
 * @param permanent whether the address itself is no good, so that no other mail would get through either: the address or its domain does
 *     not exist. A refusal of this mail, or a full or closed mailbox, is not.
 */
public record Bounce(
        String recipient,
        @Nullable String originalRecipient,
        BounceAction action,
        @Nullable String status,
        @Nullable String smtpReply,
        String diagnostic,
        boolean permanent,
        BounceReason reason) {}
