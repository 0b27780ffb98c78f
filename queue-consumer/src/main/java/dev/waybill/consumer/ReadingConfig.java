package dev.waybill.consumer;

import dev.waybill.consumer.process.OwnWorld;
import dev.waybill.message.reading.ReadingSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;
import java.util.Set;

/** What the reading of mails must know of those who read them. */
@ConfigMapping(prefix = "waybill.reading")
interface ReadingConfig {
    /** Names under which the receiving servers stamp {@code Authentication-Results} (RFC 8601 §2.5), such as {@code mx.google.com}. */
    Optional<Set<String>> authservIds();

    /** Mailboxes at Exchange Online, which stamps no name: addresses, or domains for all of theirs. */
    Optional<Set<String>> exchange();

    /** Addresses of ours besides the mailboxes' own: aliases, groups that bring them mail, the sender of our answers. */
    Optional<Set<String>> ownAddresses();

    /** What our own mails bear in {@code X-Loop}. */
    Optional<Set<String>> ownMarkers();

    /** {@code Received} fields from which a mail goes in circles. */
    @WithDefault("" + ReadingSettings.MOST_HOPS)
    int mostHops();

    default OwnWorld ownWorld() {
        return new OwnWorld(
                authservIds().orElse(Set.of()),
                exchange().orElse(Set.of()),
                ownAddresses().orElse(Set.of()),
                ownMarkers().orElse(Set.of()),
                mostHops());
    }
}
