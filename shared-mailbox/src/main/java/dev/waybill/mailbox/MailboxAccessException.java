package dev.waybill.mailbox;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider did not give what was asked.
 *
 * <p>The message is for the operator: which step failed, at which server, what to do. It holds no secret and no mail content.
 */
public final class MailboxAccessException extends Exception {
    private final FailureClass failureClass;
    private final String reason;
    private final @Nullable Duration retryAfter;

    /**
     * A failure, classified at the edge.
     *
     * @param reason from a closed list, lower case: {@code unknown_host}, {@code connect_failed}, {@code tls_failed},
     *     {@code auth_failed}, {@code folder_not_found}, {@code folder_read_only}, {@code mailbox_busy},
     *     {@code connection_lost}, {@code timeout}, {@code throttled},
     *     {@code over_quota}, {@code credential_unreadable}, {@code token_refused}, {@code token_unavailable}, {@code server_error};
     *     of APIs also {@code token_rejected}, {@code access_denied}, {@code mailbox_not_found}, {@code mailbox_not_enabled},
     *     {@code invalid_id}, {@code invalid_request}, {@code too_large}, {@code sync_state_lost}, {@code validation_failed},
     *     {@code subscription_exists}, {@code public_url_unreachable}
     */
    public MailboxAccessException(
            FailureClass failureClass,
            String reason,
            String message,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(message, cause);
        this.failureClass = failureClass;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public FailureClass failureClass() {
        return failureClass;
    }

    public String reason() {
        return reason;
    }

    /** What the provider asked for, if it did. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The mailbox state that this failure means. */
    public MailboxState state() {
        return switch (failureClass) {
            case CREDENTIAL -> MailboxState.AUTH_FAILED;
            case THROTTLED -> MailboxState.QUOTA;
            case TRANSIENT, PERMANENT, MAIL -> MailboxState.UNREACHABLE;
        };
    }
}
