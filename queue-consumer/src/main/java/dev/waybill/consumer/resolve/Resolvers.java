package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.queue.Locator;
import java.util.Optional;

/** Who resolves what: by the pointer's kind, which has to be one of the mailbox's provider. */
public record Resolvers(Resolver imap, Resolver graph, Resolver gmail, Resolver gmailHistory, Resolver reconcile) {
    /** Empty for what this version does not resolve in such a mailbox. */
    Optional<Resolver> of(Mailbox mailbox, Locator locator) {
        Connection connection = mailbox.connection();
        return switch (locator) {
            case Locator.Imap i -> connection instanceof Connection.Imap ? Optional.of(imap) : Optional.empty();
            case Locator.Graph g -> connection instanceof Connection.Graph ? Optional.of(graph) : Optional.empty();
            case Locator.Gmail g -> connection instanceof Connection.Gmail ? Optional.of(gmail) : Optional.empty();
            case Locator.GmailHistory h ->
                connection instanceof Connection.Gmail ? Optional.of(gmailHistory) : Optional.empty();
            case Locator.Reconcile r -> Optional.of(reconcile);
        };
    }
}
