package dev.waybill.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The mailboxes in PostgreSQL. Every verb is one short transaction and may throw {@link RegistryUnavailableException}.
 *
 * <p>Services that must work while PostgreSQL is down read {@link RegistryCopy} instead.
 */
public interface MailboxRegistry {
    /**
     * Connects a mailbox.
     *
     * @throws MailboxConflictException the address is connected already in this tenant
     */
    Mailbox add(NewMailbox mailbox);

    Optional<Mailbox> find(UUID id);

    Optional<Mailbox> findByAddress(String tenant, String address);

    /** Configuration changed after {@code version}: the new state of each changed mailbox, removed ones by their id. */
    Changes changesSince(long version);

    /** False if there is no such mailbox. */
    boolean setPaused(UUID id, boolean paused);

    /** Marks it removed; the row stays, so that its pointers can be told from those of an unknown mailbox. */
    boolean remove(UUID id);

    /** {@code version} is what to ask with next time. */
    record Changes(long version, List<Mailbox> changed, List<UUID> removed) {
        public Changes {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }
}
