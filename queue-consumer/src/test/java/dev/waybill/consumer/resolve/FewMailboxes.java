package dev.waybill.consumer.resolve;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.RegistryCopy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Knows a few mailboxes, whoever asks. */
final class FewMailboxes implements RegistryCopy, MailboxRegistry {
    private final List<Mailbox> mailboxes;

    FewMailboxes(Mailbox... mailboxes) {
        this.mailboxes = List.of(mailboxes);
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return mailboxes.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    @Override
    public Optional<Mailbox> findByAddress(String address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<Mailbox> all() {
        return mailboxes;
    }

    @Override
    public long revision() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isRemoved(UUID id) {
        return false;
    }

    @Override
    public boolean loaded() {
        return true;
    }

    @Override
    public boolean fresh() {
        return true;
    }

    @Override
    public Mailbox add(NewMailbox added) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Mailbox> findByAddress(String tenant, String address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Changes changesSince(long version) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean setPaused(UUID id, boolean paused) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(UUID id) {
        throw new UnsupportedOperationException();
    }
}
