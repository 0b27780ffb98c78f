package dev.waybill.mailbox.gmail;

import static dev.waybill.mailbox.FailureClass.CREDENTIAL;
import static dev.waybill.mailbox.FailureClass.PERMANENT;
import static dev.waybill.mailbox.FailureClass.THROTTLED;
import static dev.waybill.mailbox.FailureClass.TRANSIENT;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.Bearer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of Gmail mean: the one table. By {@code error.errors[0].reason}, else by {@code error.status}, else by status;
 * messages are neither read nor quoted. Sources: Gmail API, resolve errors, 2026-09; Google API error model.
 */
final class GmailErrors {
    static final String NOT_FOUND = "not_found";

    private static final String SERVER = "Gmail";
    private static final Meaning TOO_MANY =
            new Meaning(THROTTLED, "throttled", "too many requests; it is tried again later", null);
    /** The quota of the day begins anew at midnight Pacific time. */
    private static final Meaning DAY_OVER = new Meaning(
            THROTTLED,
            "over_quota",
            "the project's quota of the day is used up; raise it in the Google Cloud console",
            Duration.ofHours(1));

    private static final Meaning DENIED = new Meaning(
            CREDENTIAL,
            "access_denied",
            "the token does not reach this mailbox: it must be of its own user, with the scope gmail.readonly"
                    + " (gmail.modify for after_processing); for a service account add the scope to domain-wide"
                    + " delegation",
            null);
    private static final Meaning POLICY = new Meaning(
            CREDENTIAL,
            "access_denied",
            "the administrator of the domain forbids the Gmail API for this user or application",
            null);
    private static final Meaning OFF = new Meaning(
            CREDENTIAL,
            "mailbox_not_enabled",
            "Gmail is not switched on for this user; check the account and its licence",
            null);
    private static final Meaning NOT_SET_UP = new Meaning(
            CREDENTIAL,
            "access_denied",
            "the Gmail API is not enabled in the project of the credential; enable it",
            null);
    private static final Meaning REJECTED =
            new Meaning(CREDENTIAL, Bearer.TOKEN_REJECTED, "the access token was refused; check the credential", null);
    private static final Meaning GONE = new Meaning(PERMANENT, NOT_FOUND, "it is not there", null);
    private static final Meaning BUSY =
            new Meaning(TRANSIENT, "server_error", "it has a problem of its own; it is tried again", null);
    private static final Meaning INVALID = new Meaning(
            TRANSIENT, "invalid_request", "it does not take the request; check topic, labels and scopes", null);

    private static final Map<String, Meaning> BY_REASON = Map.ofEntries(
            Map.entry("rateLimitExceeded", TOO_MANY),
            Map.entry("userRateLimitExceeded", TOO_MANY),
            Map.entry("quotaExceeded", TOO_MANY),
            Map.entry("concurrentLimitExceeded", TOO_MANY),
            Map.entry("dailyLimitExceeded", DAY_OVER),
            Map.entry("dailyLimitExceededUnreg", DAY_OVER),
            Map.entry("domainPolicy", POLICY),
            Map.entry("accessNotConfigured", NOT_SET_UP),
            Map.entry("insufficientPermissions", DENIED),
            Map.entry("forbidden", DENIED),
            Map.entry("authError", REJECTED),
            Map.entry("required", REJECTED),
            Map.entry("failedPrecondition", OFF),
            Map.entry("notFound", GONE),
            Map.entry("backendError", BUSY),
            Map.entry("internalError", BUSY),
            Map.entry("invalidArgument", INVALID),
            Map.entry("badRequest", INVALID));

    /** {@code pause}: how long to leave it alone where the answer does not say. */
    private record Meaning(
            FailureClass failureClass,
            String reason,
            String advice,
            @Nullable Duration pause) {}

    private GmailErrors() {}

    /**
     * What a refusal means.
     *
     * @param reason of the first error, empty if the answer was not one of Google's
     */
    static MailboxAccessException refused(
            int status, String reason, Optional<Duration> retryAfter, @Nullable Throwable cause) {
        Meaning meaning = meaning(status, reason, retryAfter.isPresent());
        String named = reason.matches("[A-Za-z0-9_.-]{1,64}") ? status + " " + reason : String.valueOf(status);
        return new MailboxAccessException(
                meaning.failureClass(),
                meaning.reason(),
                SERVER + " refused (" + named + "): " + meaning.advice(),
                retryAfter.orElse(meaning.pause()),
                cause);
    }

    private static Meaning meaning(int status, String reason, boolean saysWhen) {
        if (status == 429 || (status == 503 && saysWhen)) {
            return TOO_MANY;
        }
        if (status >= 500) {
            return BUSY;
        }
        Meaning known = BY_REASON.get(reason);
        if (known != null) {
            return known;
        }
        return switch (status) {
            case 400 -> INVALID;
            case 401 -> REJECTED;
            case 403 -> DENIED;
            default -> BUSY;
        };
    }
}
