package dev.waybill.devstack.oauth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose manners an endpoint has.
 *
 * @param tenant Microsoft's, else empty
 * @param refreshing what becomes of a refresh token when it is used
 */
record Dialect(Kind kind, String tenant, Refreshing refreshing) {
    private static final Pattern MICROSOFT = Pattern.compile("/([A-Za-z0-9.-]{1,100})/oauth2/v2\\.0/token");

    enum Kind {
        MICROSOFT,
        GOOGLE,
        STRICT
    }

    enum Refreshing {
        /** Another comes with each answer; the old one goes on working (Microsoft). */
        ADDS,
        /** It stays (Google). */
        KEEPS,
        /** Another takes its place; the old one seen again ends the grant (RFC 9700 §4.14.2). */
        REPLACES
    }

    static @Nullable Dialect at(String path) {
        Matcher microsoft = MICROSOFT.matcher(path);
        if (microsoft.matches()) {
            return new Dialect(Kind.MICROSOFT, microsoft.group(1), Refreshing.ADDS);
        }
        return switch (path) {
            case "/google/token" -> new Dialect(Kind.GOOGLE, "", Refreshing.KEEPS);
            case "/strict/token" -> new Dialect(Kind.STRICT, "", Refreshing.REPLACES);
            default -> null;
        };
    }
}
