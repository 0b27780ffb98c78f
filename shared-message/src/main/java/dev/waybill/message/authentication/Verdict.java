package dev.waybill.message.authentication;

import java.util.Locale;
import java.util.Optional;

/** The result of one method (RFC 8601 §2.7). */
public enum Verdict {
    /** Nobody whom we trust said anything. */
    UNKNOWN,
    NONE,
    PASS,
    FAIL,
    SOFTFAIL,
    NEUTRAL,
    POLICY,
    TEMPERROR,
    PERMERROR;

    /** The name in JSON, as in the RFC. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Verdict> of(String word) {
        return switch (word) {
            case "none" -> Optional.of(NONE);
            case "pass" -> Optional.of(PASS);
            // RFC 7208 §8 has fail; hardfail was written before it.
            case "fail", "hardfail" -> Optional.of(FAIL);
            case "softfail" -> Optional.of(SOFTFAIL);
            case "neutral" -> Optional.of(NEUTRAL);
            case "policy" -> Optional.of(POLICY);
            case "temperror" -> Optional.of(TEMPERROR);
            case "permerror" -> Optional.of(PERMERROR);
            // What Exchange writes for dmarc without a policy: no opinion that counts.
            case "bestguesspass" -> Optional.of(NONE);
            default -> Optional.empty();
        };
    }
}
