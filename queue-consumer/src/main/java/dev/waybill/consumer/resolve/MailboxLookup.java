package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.RegistryCopy;
import dev.waybill.queue.Holds;
import java.util.Optional;
import java.util.UUID;

/** Which mailbox a pointer belongs to, and whether it may be read now. What the copy does not know, the registry itself is asked. */
public final class MailboxLookup {
    private final RegistryCopy copy;
    private final MailboxRegistry registry;
    private final Holds holds;

    public MailboxLookup(RegistryCopy copy, MailboxRegistry registry, Holds holds) {
        this.copy = copy;
        this.registry = registry;
        this.holds = holds;
    }

    /** The answer. */
    sealed interface Found {
        record Ready(Mailbox mailbox) implements Found {}

        /** By a person; the mailbox is held. */
        record Paused() implements Found {}

        /** The registry says so in so many words. */
        record Removed() implements Found {}

        /** Nobody knows it: it may have been added a moment ago. */
        record NotKnown() implements Found {}
    }

    /** May throw {@link dev.waybill.mailbox.RegistryUnavailableException} and {@link dev.waybill.queue.QueueException}. */
    Found find(UUID id) {
        Optional<Mailbox> known = copy.find(id);
        if (known.isPresent() && !known.get().paused()) {
            return new Found.Ready(known.get());
        }
        if (copy.isRemoved(id)) {
            return new Found.Removed();
        }
        Optional<Mailbox> now = registry.find(id);
        if (now.isEmpty()) {
            return new Found.NotKnown();
        }
        return now.get().paused() ? hold(now.get()) : new Found.Ready(now.get());
    }

    /** Holds, then looks again: whoever resumed it between our look and our hold must not find it held for ever. */
    private Found hold(Mailbox mailbox) {
        holds.holdUntilResumed(mailbox.id(), "paused");
        Optional<Mailbox> now = registry.find(mailbox.id());
        if (now.isPresent() && !now.get().paused()) {
            holds.resume(mailbox.id());
            return new Found.Ready(now.get());
        }
        return new Found.Paused();
    }
}
