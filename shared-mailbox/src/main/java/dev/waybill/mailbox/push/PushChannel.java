package dev.waybill.mailbox.push;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One way in which a provider tells of a mailbox's mail: a subscription of Graph to a folder, or the watch of a Gmail mailbox.
 *
 * @param id stands in the URL that the provider calls, so that a subscription of unknown id is found again
 * @param folder empty for Gmail
 * @param subscription the provider's id; empty until the provider has said it, and for Gmail
 * @param secret what its notifications prove themselves with; empty for Gmail
 * @param expires as the provider said it; empty until then
 */
public record PushChannel(
        UUID id,
        UUID mailbox,
        String folder,
        Optional<String> subscription,
        Optional<ClientState.Hash> secret,
        Optional<Instant> expires,
        Optional<Instant> lastPush) {}
