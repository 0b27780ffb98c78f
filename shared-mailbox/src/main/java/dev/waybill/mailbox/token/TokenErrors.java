package dev.waybill.mailbox.token;

import static dev.waybill.mailbox.FailureClass.CREDENTIAL;
import static dev.waybill.mailbox.FailureClass.THROTTLED;
import static dev.waybill.mailbox.FailureClass.TRANSIENT;
import static java.util.Map.entry;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.TokenEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the refusals of token endpoints mean: the one table. Sources: RFC 6749 §5.2, Microsoft identity platform error codes (the field
 * {@code error_codes}, AADSTS), Google OAuth 2 errors. Descriptions are neither read nor quoted: they are for people, change, and may
 * repeat what was sent.
 */
final class TokenErrors {
    private static final String SIGN_IN =
            "the grant has ended (a changed password, revoked consent, or 90 days without use); sign in"
                    + " again and enter the new refresh token";
    private static final String CONSENT =
            "consent is missing; an administrator must grant the application its permissions";

    private record Meaning(FailureClass failureClass, String advice) {}

    private static final Map<String, Meaning> BY_ERROR = Map.ofEntries(
            entry("invalid_grant", new Meaning(CREDENTIAL, SIGN_IN)),
            entry(
                    "invalid_client",
                    new Meaning(
                            CREDENTIAL,
                            "check the client id, and the client secret or certificate; it may have expired")),
            entry(
                    "unauthorized_client",
                    new Meaning(
                            CREDENTIAL,
                            "the application may not use this grant; for a Google service account, add its client id with the"
                                    + " scope to domain-wide delegation in the Admin console")),
            entry("invalid_scope", new Meaning(CREDENTIAL, "the scope is not known or not granted; check it")),
            entry(
                    "unsupported_grant_type",
                    new Meaning(CREDENTIAL, "the endpoint does not offer this way; check its address")),
            entry(
                    "invalid_request",
                    new Meaning(CREDENTIAL, "the endpoint misses a field; check tenant, scope and client")),
            entry("access_denied", new Meaning(CREDENTIAL, CONSENT)),
            entry("consent_required", new Meaning(CREDENTIAL, CONSENT)),
            entry(
                    "interaction_required",
                    new Meaning(CREDENTIAL, "a person must sign in again; enter the new refresh token")),
            entry(
                    "login_required",
                    new Meaning(CREDENTIAL, "a person must sign in again; enter the new refresh token")),
            entry(
                    "invalid_resource",
                    new Meaning(CREDENTIAL, "the scope names what the tenant does not have; check it")),
            entry("deleted_client", new Meaning(CREDENTIAL, "the application was deleted; make another and enter it")),
            entry(
                    "disabled_client",
                    new Meaning(CREDENTIAL, "the application is disabled; enable it, or enter another")),
            entry(
                    "admin_policy_enforced",
                    new Meaning(CREDENTIAL, "the administrator of the domain blocks this application")),
            entry("org_internal", new Meaning(CREDENTIAL, "the application is for its own organisation only")),
            entry("temporarily_unavailable", new Meaning(TRANSIENT, "it is tried again")),
            entry("server_error", new Meaning(TRANSIENT, "it is tried again")),
            entry("internal_failure", new Meaning(TRANSIENT, "it is tried again")),
            entry("slow_down", new Meaning(THROTTLED, "it is tried again later")),
            entry("rate_limit_exceeded", new Meaning(THROTTLED, "it is tried again later")));

    /** These say more than the {@code error} that comes with them, and some say the contrary. */
    private static final Map<Integer, Meaning> BY_AADSTS = Map.ofEntries(
            entry(7000215, new Meaning(CREDENTIAL, "the client secret is wrong; enter its value, not its id")),
            entry(7000222, new Meaning(CREDENTIAL, "the client secret has expired; make a new one and enter it")),
            entry(
                    7000216,
                    new Meaning(CREDENTIAL, "the application needs a client secret or a certificate; enter one")),
            entry(
                    7000218,
                    new Meaning(CREDENTIAL, "the application needs a client secret or a certificate; enter one")),
            entry(7000112, new Meaning(CREDENTIAL, "the application is disabled; enable it in its directory")),
            entry(700016, new Meaning(CREDENTIAL, "the tenant has no such application; check tenant and client id")),
            // What is wrong is the clock, and no other credential would do: it works as soon as that is right.
            entry(
                    700024,
                    new Meaning(
                            TRANSIENT,
                            "the assertion is not valid now; set the clock of this machine right; it is tried again")),
            entry(
                    700027,
                    new Meaning(
                            CREDENTIAL,
                            "the certificate is not registered with the application, or the key is not its own")),
            entry(700030, new Meaning(CREDENTIAL, "the certificate is not valid; make a new one and register it")),
            entry(65001, new Meaning(CREDENTIAL, CONSENT)),
            entry(65004, new Meaning(CREDENTIAL, CONSENT)),
            entry(90002, new Meaning(CREDENTIAL, "there is no such tenant; check its name or id")),
            entry(90094, new Meaning(CREDENTIAL, CONSENT)),
            entry(900023, new Meaning(CREDENTIAL, "the tenant is neither a domain nor an id; correct it")),
            entry(70011, new Meaning(CREDENTIAL, "the scope is not valid; for an application it ends in /.default")),
            entry(1002012, new Meaning(CREDENTIAL, "the scope is not valid; for an application it ends in /.default")),
            entry(
                    500011,
                    new Meaning(CREDENTIAL, "the tenant does not know what the scope names; check scope and tenant")),
            entry(50173, new Meaning(CREDENTIAL, SIGN_IN)),
            entry(70008, new Meaning(CREDENTIAL, SIGN_IN)),
            entry(700082, new Meaning(CREDENTIAL, SIGN_IN)),
            entry(700084, new Meaning(CREDENTIAL, SIGN_IN)),
            entry(70000, new Meaning(CREDENTIAL, SIGN_IN)),
            entry(
                    9002313,
                    new Meaning(
                            CREDENTIAL, "the refresh token is not one of this tenant and application; enter it again")),
            entry(50034, new Meaning(CREDENTIAL, "the account is not in this tenant; check tenant and address")),
            entry(50053, new Meaning(CREDENTIAL, "the account is locked; an administrator must unlock it")),
            entry(
                    50055,
                    new Meaning(CREDENTIAL, "the password of the account has expired; renew it and sign in again")),
            entry(50057, new Meaning(CREDENTIAL, "the account is disabled; an administrator must enable it")),
            entry(
                    50076,
                    new Meaning(
                            CREDENTIAL,
                            "the account needs a second factor; sign in again and enter the new refresh token")),
            entry(
                    50079,
                    new Meaning(
                            CREDENTIAL,
                            "the account needs a second factor; sign in again and enter the new refresh token")),
            entry(
                    53003,
                    new Meaning(CREDENTIAL, "a conditional access policy forbids it; an administrator must allow it")),
            entry(50196, new Meaning(THROTTLED, "the same request came too often; it is tried again later")),
            entry(90055, new Meaning(THROTTLED, "it is tried again later")),
            entry(90033, new Meaning(TRANSIENT, "it is tried again")),
            entry(90024, new Meaning(TRANSIENT, "it is tried again")),
            entry(90013, new Meaning(TRANSIENT, "it is tried again")));

    private TokenErrors() {}

    /**
     * What a refusal means.
     *
     * @param error the field of that name, empty if the answer was no JSON with one
     */
    static MailboxAccessException refused(
            TokenEndpoint endpoint, int status, String error, List<Integer> codes, Optional<Duration> retryAfter) {
        String named = error.isEmpty() ? "HTTP " + status : error;
        Optional<Integer> known = codes.stream().filter(BY_AADSTS::containsKey).findFirst();
        String said = "the token endpoint " + endpoint + " refused (" + named
                + known.or(() -> codes.stream().findFirst())
                        .map(code -> ", AADSTS" + code)
                        .orElse("")
                + "): ";
        Meaning meaning = meaning(status, error, known.orElse(null));
        return failure(meaning.failureClass(), said + meaning.advice(), retryAfter.orElse(null), null);
    }

    private static Meaning meaning(int status, String error, @Nullable Integer code) {
        if (status == 429) {
            return new Meaning(THROTTLED, "too many requests; it is tried again later");
        }
        if (status >= 500) {
            return new Meaning(TRANSIENT, "it has a problem of its own; it is tried again");
        }
        Meaning coded = code == null ? null : BY_AADSTS.get(code);
        Meaning known = coded == null ? BY_ERROR.get(error) : coded;
        return known != null
                ? known
                : new Meaning(
                        TRANSIENT,
                        "this answer is not known as one of a token endpoint; check its address, and proxies between; it is tried again");
    }

    /** It did not answer, or what it answered makes no sense. */
    static MailboxAccessException unavailable(TokenEndpoint endpoint, String what, @Nullable Throwable cause) {
        return failure(TRANSIENT, "the token endpoint " + endpoint + " " + what, null, cause);
    }

    /** What we hold cannot make a request. */
    static MailboxAccessException unusable(String why) {
        return failure(CREDENTIAL, "no token can be asked for: " + why, null, null);
    }

    private static MailboxAccessException failure(
            FailureClass failureClass, String sentence, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        String reason = switch (failureClass) {
            case CREDENTIAL, PERMANENT, MAIL -> "token_refused";
            case TRANSIENT -> "token_unavailable";
            case THROTTLED -> "throttled";
        };
        return new MailboxAccessException(failureClass, reason, sentence, retryAfter, cause);
    }
}
