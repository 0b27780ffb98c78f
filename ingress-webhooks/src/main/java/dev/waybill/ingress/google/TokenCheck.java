package dev.waybill.ingress.google;

import java.security.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the identity token of a push is Google's, made out to us, and Pub/Sub's own (Pub/Sub: authentication for push
 * subscriptions). Anybody may have Google sign a token for any audience: the audience without the service account proves nothing.
 */
final class TokenCheck {
    private static final String BEARER = "Bearer ";

    /** Both spellings are in use. */
    private static final String[] ISSUERS = {"https://accounts.google.com", "accounts.google.com"};

    private static final int SKEW_SECONDS = 60;

    /** Google's live for an hour. */
    private static final int LONGEST_LIFE_MINUTES = (int) Duration.ofHours(24).toMinutes();

    private static final Map<Integer, String> REASONS = Map.of(
            ErrorCodes.EXPIRED, "expired",
            ErrorCodes.EXPIRATION_MISSING, "expired",
            ErrorCodes.EXPIRATION_TOO_FAR_IN_FUTURE, "expired",
            ErrorCodes.AUDIENCE_INVALID, "audience",
            ErrorCodes.AUDIENCE_MISSING, "audience",
            ErrorCodes.ISSUER_INVALID, "issuer",
            ErrorCodes.ISSUER_MISSING, "issuer",
            ErrorCodes.SIGNATURE_INVALID, "signature",
            ErrorCodes.SIGNATURE_MISSING, "algorithm",
            ErrorCodes.NOT_YET_VALID, "not_yet_valid");

    private final SigningKeys keys;
    private final List<String> audiences;
    private final Set<String> serviceAccounts;
    private final InstantSource clock;

    TokenCheck(SigningKeys keys, List<String> audiences, List<String> serviceAccounts, InstantSource clock) {
        this.keys = keys;
        this.audiences = List.copyOf(audiences);
        this.serviceAccounts = Set.copyOf(serviceAccounts);
        this.clock = clock;
    }

    /** What the check came to. */
    sealed interface Verdict {}

    record Genuine() implements Verdict {}

    /** {@code reason} is for figures; the caller is not told which. */
    record Refused(String reason) implements Verdict {}

    /** Google's keys cannot be had: not even a forged token can be told. */
    record NoKeys() implements Verdict {}

    Verdict verify(@Nullable String authorization) {
        if (audiences.isEmpty() || serviceAccounts.isEmpty()) {
            return new Refused("not_configured");
        }
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Refused("no_token");
        }
        try {
            return account(claims(authorization.substring(BEARER.length()).strip()));
        } catch (InvalidJwtException e) {
            return refused(e);
        }
    }

    private JwtClaims claims(String token) throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256))
                .setVerificationKeyResolver((jws, nesting) -> key(jws))
                .setExpectedIssuers(true, ISSUERS)
                .setExpectedAudience(true, audiences.toArray(String[]::new))
                .setRequireExpirationTime()
                .setMaxFutureValidityInMinutes(LONGEST_LIFE_MINUTES)
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .setEvaluationTime(NumericDate.fromMilliseconds(clock.millis()))
                .build()
                .processToClaims(token);
    }

    /** Asked for before the algorithm is looked at, so this looks itself: {@code none} and HMAC have no key of ours. */
    private Key key(JsonWebSignature jws) throws UnresolvableKeyException {
        if (!AlgorithmIdentifiers.RSA_USING_SHA256.equals(jws.getAlgorithmHeaderValue())) {
            throw new Unresolved("algorithm");
        }
        String id = jws.getKeyIdHeaderValue();
        if (id == null) {
            throw new Unresolved("unknown_key");
        }
        return switch (keys.find(id)) {
            case SigningKeys.Known known -> known.key();
            case SigningKeys.NotGoogles notGoogles -> throw new Unresolved("unknown_key");
            case SigningKeys.Unavailable unavailable -> throw new Unresolved(Unresolved.NO_KEYS);
        };
    }

    private Verdict account(JwtClaims claims) {
        Object email = claims.getClaimValue("email");
        if (!(email instanceof String address) || !serviceAccounts.contains(address)) {
            return new Refused("email");
        }
        return Boolean.TRUE.equals(claims.getClaimValue("email_verified"))
                ? new Genuine()
                : new Refused("email_unverified");
    }

    private static Verdict refused(InvalidJwtException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unresolved unresolved) {
                return unresolved.reason.equals(Unresolved.NO_KEYS) ? new NoKeys() : new Refused(unresolved.reason);
            }
        }
        return new Refused(e.getErrorDetails().stream()
                .map(error -> REASONS.getOrDefault(error.getErrorCode(), "malformed"))
                .findFirst()
                .orElse("malformed"));
    }

    /** Why a token has no key. */
    private static final class Unresolved extends UnresolvableKeyException {
        private static final String NO_KEYS = "no_keys";

        private final String reason;

        Unresolved(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
