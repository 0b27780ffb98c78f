package dev.waybill.imap;

import dev.waybill.mailbox.MailboxHealth;
import dev.waybill.mailbox.MailboxHealthLog;
import dev.waybill.mailbox.MailboxState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The states in memory, and each note ever written. */
final class FakeHealth implements MailboxHealthLog {
    private final Map<UUID, MailboxHealth> states = new ConcurrentHashMap<>();
    private final List<MailboxHealth> notes = new CopyOnWriteArrayList<>();

    @Override
    public void record(UUID mailbox, MailboxState state, String lastError, Optional<Instant> nextTry) {
        MailboxHealth health = new MailboxHealth(mailbox, state, SteppedTime.START, lastError, nextTry);
        states.put(mailbox, health);
        notes.add(health);
    }

    @Override
    public Map<UUID, MailboxHealth> all() {
        return Map.copyOf(states);
    }

    @Override
    public Optional<MailboxHealth> find(UUID mailbox) {
        return Optional.ofNullable(states.get(mailbox));
    }

    List<MailboxHealth> notes() {
        return notes;
    }

    boolean says(UUID mailbox, MailboxState state) {
        return find(mailbox).map(health -> health.state() == state).orElse(false);
    }
}
