package dev.waybill.message.bounce;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a delivery failed, by what the server said and by its codes. */
final class Reasons {
    Bounce bounce(String recipient, BounceAction action, Optional<String> stated, String diagnostic) {
        String status = stated.or(() -> SmtpCodes.status(diagnostic)).orElse(null);
        String reply = SmtpCodes.reply(diagnostic);
        BounceReason reason = reason(status);
        boolean failed = action == BounceAction.FAILED;
        boolean permanent = failed && (reason == BounceReason.USER_UNKNOWN || reason == BounceReason.HOST_UNKNOWN);
        return new Bounce(recipient, action, status, reply, diagnostic, permanent, reason);
    }

    /** RFC 3463 §3. */
    private static BounceReason reason(@Nullable String status) {
        return switch (status == null ? "" : status.substring(1)) {
            case ".1.1", ".1.0", ".1.3", ".1.6" -> BounceReason.USER_UNKNOWN;
            case ".1.2", ".1.10", ".4.4" -> BounceReason.HOST_UNKNOWN;
            case ".2.1" -> BounceReason.SUSPENDED;
            case ".2.2" -> BounceReason.MAILBOX_FULL;
            case ".3.4", ".2.3" -> BounceReason.MESSAGE_TOO_LARGE;
            case ".4.7" -> BounceReason.EXPIRED;
            default -> BounceReason.OTHER;
        };
    }
}
