package dev.waybill.consumer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one bearer token of the admin API, kept as its hash. Without one the service starts and the API refuses everything: mail goes
 * on, and nobody gets in by default.
 */
@Singleton
final class AdminToken {
    private static final Logger LOG = Logger.getLogger(AdminToken.class);
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 4_096;

    private final byte @Nullable [] expected;
    private final String problem;

    @Inject
    AdminToken(AdminConfig config) {
        this(config.token(), config.tokenFile());
    }

    AdminToken(Optional<String> token, Optional<Path> tokenFile) {
        String value = "";
        String trouble = "";
        if (token.isPresent()) {
            value = token.get().strip();
            trouble = "waybill.admin.token (WAYBILL_ADMIN_TOKEN) is empty";
        } else if (tokenFile.isPresent()) {
            try {
                value = Files.readString(tokenFile.get()).strip();
                trouble = "the token file " + tokenFile.get() + " is empty";
            } catch (IOException e) {
                trouble = "the token file " + tokenFile.get() + " cannot be read ("
                        + e.getClass().getSimpleName() + ")";
            }
        } else {
            trouble = "no token is configured";
        }
        this.expected = value.isEmpty() ? null : hash(value);
        this.problem = "the admin API is closed: " + trouble
                + "; set WAYBILL_ADMIN_TOKEN or WAYBILL_ADMIN_TOKEN_FILE and restart queue-consumer";
    }

    void warnIfClosed(@Observes StartupEvent started) {
        if (expected == null) {
            LOG.warn(problem);
        }
    }

    /** What a request's Authorization header earns it. */
    sealed interface Verdict {
        record Welcome() implements Verdict {}

        record Refused(int status, String sentence) implements Verdict {}
    }

    /** Compares in constant time, and hashes of one length, so that neither length nor prefix of the token shows. */
    Verdict check(@Nullable String authorization) {
        if (expected == null) {
            return new Verdict.Refused(403, problem);
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Verdict.Refused(401, "this needs the header 'Authorization: Bearer <admin token>'");
        }
        String given = authorization.substring(SCHEME.length()).strip();
        boolean same = given.length() <= LONGEST && MessageDigest.isEqual(expected, hash(given));
        return same ? new Verdict.Welcome() : new Verdict.Refused(401, "the admin token is not the right one");
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
