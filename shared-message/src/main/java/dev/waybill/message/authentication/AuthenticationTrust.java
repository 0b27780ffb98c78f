package dev.waybill.message.authentication;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose {@code Authentication-Results} count for a mailbox. */
public sealed interface AuthenticationTrust {
    /** Nothing is configured: all results are unknown, never pass. */
    record Nobody() implements AuthenticationTrust {}

    /** The fields that the receiving servers stamped under these names (RFC 8601 §2.5), such as {@code mx.google.com}. */
    record Servers(Set<String> authservIds) implements AuthenticationTrust {
        public Servers {
            authservIds =
                    authservIds.stream().map(id -> id.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
            if (authservIds.isEmpty()) {
                throw new IllegalArgumentException("name at least one authserv-id, or trust nobody");
            }
        }
    }

    /** Exchange Online, which stamps its results without a name, on top of all others. */
    record Exchange() implements AuthenticationTrust {}
}
