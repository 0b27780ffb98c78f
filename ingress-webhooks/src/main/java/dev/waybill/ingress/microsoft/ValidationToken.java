package dev.waybill.ingress.microsoft;

import java.util.Optional;

/**
 * What Graph asks a new URL to repeat (Graph: receive notifications through webhooks, validation). Anybody may ask, so it is repeated
 * as plain text only, and only what no browser could take for markup.
 */
record ValidationToken(String value) {
    private static final int LONGEST = 1_024;

    /** Empty for what is no token of Graph's. {@code decoded} was decoded from the query once: twice would turn {@code +} into a blank. */
    static Optional<ValidationToken> of(String decoded) {
        boolean harmless = !decoded.isEmpty()
                && decoded.length() <= LONGEST
                && decoded.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '<' && c != '>');
        return harmless ? Optional.of(new ValidationToken(decoded)) : Optional.empty();
    }
}
