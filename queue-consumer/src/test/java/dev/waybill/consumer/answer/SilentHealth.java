package dev.waybill.consumer.answer;

import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Mailbox states in memory. */
public class SilentHealth implements MailboxHealthLog {
    private final Map<UUID, MailboxHealth> states = new HashMap<>();

    @Override
    public void record(UUID mailbox, MailboxState state, String lastError, Optional<Instant> nextTry) {
        states.put(mailbox, new MailboxHealth(mailbox, state, Instant.EPOCH, lastError, nextTry));
    }

    @Override
    public Map<UUID, MailboxHealth> all() {
        return Map.copyOf(states);
    }

    @Override
    public Optional<MailboxHealth> find(UUID mailbox) {
        return Optional.ofNullable(states.get(mailbox));
    }
}
