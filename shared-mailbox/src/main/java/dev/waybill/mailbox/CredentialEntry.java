package dev.waybill.mailbox;

import java.util.UUID;

/** Where a person enters another credential for a mailbox that is connected. */
public interface CredentialEntry {
    /**
     * Stores another secret; watchers connect anew with it.
     *
     * @return false if there is no such mailbox
     * @throws IllegalStateException the keyset is not usable; the message says what to do
     */
    boolean replace(UUID mailbox, Secret secret);
}
