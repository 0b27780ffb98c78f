package dev.waybill.consumer.ledger;

import dev.waybill.queue.Locator;
import java.util.Optional;

/**
 * What the provider calls a mail, as the ledger's key spells it: the one identity that listener, consumer, reconciliation and
 * operator share.
 *
 * @param value {@code imap:<uidValidity>:<uid>:<folder>}, {@code graph:<id>} or {@code gmail:<id>}
 * @param place where the same bytes may lie once more: IMAP's {@code <uidValidity>:<folder>}; empty elsewhere
 */
public record MessageKey(String value, String place) {
    /** Empty for discovery pointers, which are no mail and have no row. */
    public static Optional<MessageKey> of(Locator locator) {
        return switch (locator) {
            case Locator.Imap i -> Optional.of(imap(i.folder(), i.uidValidity(), i.uid()));
            case Locator.Graph g -> Optional.of(new MessageKey("graph:" + g.messageId(), ""));
            case Locator.Gmail g -> Optional.of(new MessageKey("gmail:" + g.messageId(), ""));
            case Locator.GmailHistory h -> Optional.empty();
            case Locator.Reconcile r -> Optional.empty();
        };
    }

    public static MessageKey imap(String folder, long uidValidity, long uid) {
        return new MessageKey("imap:" + uidValidity + ':' + uid + ':' + folder, uidValidity + ":" + folder);
    }

    /** Where IMAP has the mail; empty for another provider's. The folder may hold colons, the rest does not. */
    public static Optional<Locator.Imap> imapLocator(String value) {
        String[] parts = value.split(":", 4);
        return parts.length == 4 && parts[0].equals("imap")
                ? Optional.of(new Locator.Imap(parts[3], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                : Optional.empty();
    }

    /** {@code imap}, {@code graph} or {@code gmail}. */
    public String provider() {
        return value.substring(0, value.indexOf(':'));
    }
}
