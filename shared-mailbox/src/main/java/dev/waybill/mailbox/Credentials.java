package dev.waybill.mailbox;

import java.util.UUID;

/** Opens the secrets of mailboxes. */
public interface Credentials {
    /**
     * Reads and decrypts the secret of a mailbox.
     *
     * @throws MailboxAccessException class {@code CREDENTIAL}, reason {@code credential_unreadable}: there is none, or the keyset
     *     does not open it (wrong or lost); class {@code TRANSIENT}: PostgreSQL does not answer
     */
    Secret open(UUID mailbox) throws MailboxAccessException;
}
