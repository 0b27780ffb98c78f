package dev.waybill.mailbox;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** This process's own copy of the registry: read without I/O, refreshed every second or two, kept while PostgreSQL is down. */
public interface RegistryCopy {
    Optional<Mailbox> find(UUID id);

    Optional<Mailbox> findByAddress(String address);

    Collection<Mailbox> all();

    /** Another number after each change of what is in here; read it before what it stands for. */
    long revision();

    /** Whether the registry says in so many words that this mailbox was removed. */
    boolean isRemoved(UUID id);

    /** Whether it was read at least once. */
    boolean loaded();

    /** Whether the last refresh worked. */
    boolean fresh();
}
