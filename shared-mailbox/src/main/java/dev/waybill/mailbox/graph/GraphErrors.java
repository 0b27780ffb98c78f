package dev.waybill.mailbox.graph;

import static dev.waybill.mailbox.FailureClass.CREDENTIAL;
import static dev.waybill.mailbox.FailureClass.PERMANENT;
import static dev.waybill.mailbox.FailureClass.THROTTLED;
import static dev.waybill.mailbox.FailureClass.TRANSIENT;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.http.Bearer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of Microsoft Graph mean: the one table. By {@code error.code} (in any case: Graph is not consistent), else by
 * status; messages are neither read nor quoted. Sources: Microsoft Graph error responses, 2026-04; throttling guidance.
 */
final class GraphErrors {
    /** A message, a folder or a subscription that is not there. */
    static final String NOT_FOUND = "not_found";

    /** An id, or a token, that is none. */
    static final String INVALID_ID = "invalid_id";

    /** A delta token that has ended. */
    static final String SYNC_STATE_LOST = "sync_state_lost";

    private static final String SERVER = "Microsoft Graph";
    private static final Meaning DENIED = new Meaning(
            CREDENTIAL,
            "access_denied",
            "the application may not read this mailbox: it needs the application permission Mail.Read (or"
                    + " Mail.ReadWrite for after_processing) with an administrator's consent, or an RBAC scope that holds"
                    + " the mailbox; a change may take an hour to arrive");
    private static final Meaning NO_USER = new Meaning(
            CREDENTIAL, "mailbox_not_found", "there is no such user in this tenant; check the address and the tenant");
    private static final Meaning NO_MAILBOX = new Meaning(
            CREDENTIAL,
            "mailbox_not_enabled",
            "the user has no mailbox in Exchange Online that is in use; check the licence, and whether it lies on"
                    + " premises");
    private static final Meaning REJECTED = new Meaning(
            CREDENTIAL,
            Bearer.TOKEN_REJECTED,
            "the access token was refused; check that the credential is of the mailbox's tenant and cloud");
    private static final Meaning GONE = new Meaning(PERMANENT, NOT_FOUND, "it is not there");
    private static final Meaning BAD_ID = new Meaning(PERMANENT, INVALID_ID, "the id is none");
    private static final Meaning TOO_LARGE = new Meaning(PERMANENT, "too_large", "the mail is too large for it");
    private static final Meaning TOO_MANY =
            new Meaning(THROTTLED, "throttled", "too many requests; it is tried again later");
    private static final Meaning FULL =
            new Meaning(THROTTLED, "over_quota", "the mailbox is over its quota; make room in it");
    private static final Meaning BUSY =
            new Meaning(TRANSIENT, "server_error", "it has a problem of its own; it is tried again");
    private static final Meaning LOCKED =
            new Meaning(TRANSIENT, "mailbox_busy", "the mailbox is locked or being moved; it is tried again");
    private static final Meaning VALIDATION = new Meaning(
            TRANSIENT,
            "validation_failed",
            "it did not accept the subscription; its public URLs must answer its validation call within 10 seconds");
    private static final Meaning EXISTS =
            new Meaning(TRANSIENT, "subscription_exists", "there is a subscription to the same already");
    private static final Meaning RESYNC = new Meaning(TRANSIENT, SYNC_STATE_LOST, "its delta token is no longer known");

    private static final Map<String, Meaning> BY_CODE = Map.ofEntries(
            Map.entry("erroritemnotfound", GONE),
            Map.entry("itemnotfound", GONE),
            Map.entry("errorfoldernotfound", GONE),
            Map.entry("errormessagenotfound", GONE),
            Map.entry("errorinvaliduser", NO_USER),
            Map.entry("request_resourcenotfound", NO_USER),
            Map.entry("errornonexistentmailbox", NO_USER),
            Map.entry("mailboxnotenabledforrestapi", NO_MAILBOX),
            Map.entry("mailboxnotsupportedforrestapi", NO_MAILBOX),
            Map.entry("erroraccessdenied", DENIED),
            Map.entry("accessdenied", DENIED),
            Map.entry("authorization_requestdenied", DENIED),
            Map.entry("invalidauthenticationtoken", REJECTED),
            Map.entry("errorinvalididmalformed", BAD_ID),
            Map.entry("errorinvalididempty", BAD_ID),
            Map.entry("errormessagesizeexceeded", TOO_LARGE),
            Map.entry("applicationthrottled", TOO_MANY),
            Map.entry("toomanyrequests", TOO_MANY),
            Map.entry("errorserverbusy", BUSY),
            Map.entry("errortoomanyobjectsopened", TOO_MANY),
            Map.entry("errorquotaexceeded", FULL),
            Map.entry("resourcelocked", LOCKED),
            Map.entry("errormailboxmoveinprogress", LOCKED),
            Map.entry("errormailboxstoreunavailable", LOCKED),
            Map.entry("invalidrequest", VALIDATION),
            Map.entry("validationerror", VALIDATION),
            Map.entry("syncstatenotfound", RESYNC),
            Map.entry("syncstateinvalid", RESYNC),
            Map.entry("resyncrequired", RESYNC));

    private record Meaning(FailureClass failureClass, String reason, String advice) {}

    private GraphErrors() {}

    /**
     * What a refusal means.
     *
     * @param code {@code error.code}, empty if the answer was not one of Graph's
     */
    static MailboxAccessException refused(
            int status, String code, Optional<Duration> retryAfter, @Nullable Throwable cause) {
        Meaning meaning = meaning(status, code, retryAfter.isPresent());
        String named = code.matches("[A-Za-z0-9_.-]{1,64}") ? status + " " + code : String.valueOf(status);
        return new MailboxAccessException(
                meaning.failureClass(),
                meaning.reason(),
                SERVER + " refused (" + named + "): " + meaning.advice(),
                retryAfter.orElse(null),
                cause);
    }

    private static Meaning meaning(int status, String code, boolean saysWhen) {
        if (status == 429 || (status == 503 && saysWhen)) {
            return TOO_MANY;
        }
        if (status >= 500) {
            return BUSY;
        }
        Meaning known = BY_CODE.get(code.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        return switch (status) {
            case 401 -> REJECTED;
            case 403 -> DENIED;
            case 404 -> "resourcenotfound".equalsIgnoreCase(code) ? GONE : BUSY;
            case 409 -> EXISTS;
            case 410 -> RESYNC;
            case 413 -> TOO_LARGE;
            case 423 -> LOCKED;
            default -> BUSY;
        };
    }
}
