package dev.waybill.consumer.admin;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxConflictException;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The registry in memory, as far as the admin API sees it. */
final class FakeRegistry implements MailboxRegistry {
    private final Map<UUID, Mailbox> mailboxes = new LinkedHashMap<>();
    private final List<UUID> removed = new ArrayList<>();
    private long version;

    @Override
    public Mailbox add(NewMailbox wanted) {
        if (findByAddress(wanted.tenant(), wanted.address()).isPresent()) {
            throw new MailboxConflictException(wanted.tenant(), wanted.address());
        }
        return put(new Mailbox(
                UUID.randomUUID(),
                wanted.tenant(),
                wanted.address(),
                wanted.connection(),
                wanted.folders(),
                wanted.startAt(),
                false,
                wanted.afterProcessing(),
                ++version));
    }

    Mailbox put(Mailbox mailbox) {
        mailboxes.put(mailbox.id(), mailbox);
        return mailbox;
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return Optional.ofNullable(mailboxes.get(id));
    }

    @Override
    public Optional<Mailbox> findByAddress(String tenant, String address) {
        return mailboxes.values().stream()
                .filter(m -> m.tenant().equals(tenant) && m.address().equalsIgnoreCase(address))
                .findFirst();
    }

    @Override
    public Changes changesSince(long since) {
        return new Changes(version, List.copyOf(mailboxes.values()), removed);
    }

    @Override
    public boolean setPaused(UUID id, boolean paused) {
        return find(id).map(m -> put(new Mailbox(
                        m.id(),
                        m.tenant(),
                        m.address(),
                        m.connection(),
                        m.folders(),
                        m.startAt(),
                        paused,
                        m.afterProcessing(),
                        ++version)))
                .isPresent();
    }

    @Override
    public boolean remove(UUID id) {
        removed.add(id);
        return mailboxes.remove(id) != null;
    }
}
