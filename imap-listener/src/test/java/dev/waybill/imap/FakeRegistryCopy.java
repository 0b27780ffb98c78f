package dev.waybill.imap;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryCopy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A registry copy that a test fills. */
final class FakeRegistryCopy implements RegistryCopy {
    private final Map<UUID, Mailbox> mailboxes = new ConcurrentHashMap<>();
    private final AtomicLong revision = new AtomicLong();
    final AtomicInteger readings = new AtomicInteger();
    private volatile boolean loaded = true;

    void put(Mailbox mailbox) {
        mailboxes.put(mailbox.id(), mailbox);
        revision.incrementAndGet();
    }

    void remove(UUID id) {
        mailboxes.remove(id);
        revision.incrementAndGet();
    }

    void loaded(boolean isLoaded) {
        loaded = isLoaded;
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    @Override
    public Optional<Mailbox> findByAddress(String address) {
        return all().stream()
                .filter(mailbox -> mailbox.address().equals(address))
                .findFirst();
    }

    @Override
    public Collection<Mailbox> all() {
        readings.incrementAndGet();
        return List.copyOf(mailboxes.values());
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public boolean isRemoved(UUID id) {
        return false;
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public boolean fresh() {
        return loaded;
    }
}
