package dev.waybill.ingress;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryCopy;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A registry copy that a test fills. */
public final class FakeRegistryCopy implements RegistryCopy {
    private final Map<UUID, Mailbox> mailboxes = new LinkedHashMap<>();
    private final Set<UUID> removed = new HashSet<>();
    public boolean loaded = true;
    boolean fresh = true;

    public UUID connect(String tenant, String address) {
        return connect(tenant, address, false);
    }

    UUID connect(String tenant, String address, boolean paused) {
        return connect(
                tenant, address, paused, new Connection.Imap("mail.example", 993, Connection.Security.TLS, "user"));
    }

    public UUID connect(String tenant, String address, boolean paused, Connection connection) {
        UUID id = UUID.randomUUID();
        mailboxes.put(
                id,
                new Mailbox(
                        id,
                        tenant,
                        address,
                        connection,
                        List.of("INBOX"),
                        Instant.EPOCH,
                        paused,
                        new AfterProcessing.Keep(),
                        1));
        return id;
    }

    public void put(Mailbox mailbox) {
        mailboxes.put(mailbox.id(), mailbox);
    }

    public void remove(UUID id) {
        mailboxes.remove(id);
        removed.add(id);
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    @Override
    public Optional<Mailbox> findByAddress(String address) {
        throw new AssertionError("addresses are looked up within the caller's tenant");
    }

    @Override
    public Collection<Mailbox> all() {
        return List.copyOf(mailboxes.values());
    }

    @Override
    public long revision() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isRemoved(UUID id) {
        return removed.contains(id);
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public boolean fresh() {
        return fresh;
    }
}
