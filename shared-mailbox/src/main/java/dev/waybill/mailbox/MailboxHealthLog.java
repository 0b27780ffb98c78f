package dev.waybill.mailbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The states of mailboxes in PostgreSQL: written by whoever talks to the provider, shown to people. */
public interface MailboxHealthLog {
    /** Records a state; {@code since} only moves when the state changes. Never fails the caller: a lost note is written later. */
    void record(UUID mailbox, MailboxState state, String lastError, Optional<Instant> nextTry);

    Map<UUID, MailboxHealth> all();

    Optional<MailboxHealth> find(UUID mailbox);
}
