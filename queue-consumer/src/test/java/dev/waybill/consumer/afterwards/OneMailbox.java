package dev.waybill.consumer.afterwards;

import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.RegistryCopy;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A registry of one mailbox, which tests exchange. */
final class OneMailbox implements RegistryCopy {
    private Mailbox mailbox;

    OneMailbox(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    void is(Mailbox now) {
        mailbox = now;
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return Optional.of(mailbox).filter(m -> m.id().equals(id));
    }

    @Override
    public Optional<Mailbox> findByAddress(String address) {
        return Optional.of(mailbox).filter(m -> m.address().equals(address));
    }

    @Override
    public Collection<Mailbox> all() {
        return List.of(mailbox);
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
}
