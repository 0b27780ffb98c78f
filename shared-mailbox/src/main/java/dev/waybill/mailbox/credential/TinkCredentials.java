package dev.waybill.mailbox.credential;

import dev.waybill.mailbox.CredentialEntry;
import dev.waybill.mailbox.Credentials;
import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.RegistryUnavailableException;
import dev.waybill.mailbox.Secret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The credentials in PostgreSQL, opened with a {@link SecretBox}. */
public final class TinkCredentials implements Credentials, CredentialEntry {
    private static final String FIND = """
            select kind, ciphertext, key_id from mailbox_credential where mailbox = ?
            """;

    /** The mailbox's version rises with it, so that watchers connect anew. */
    private static final String REPLACE = """
            with stored as (
              insert into mailbox_credential (mailbox, tenant, kind, ciphertext, key_id)
              select id, tenant, ?, ?, ? from mailbox where id = ? and removed_at is null
              on conflict (mailbox) do update
                set kind = excluded.kind, ciphertext = excluded.ciphertext, key_id = excluded.key_id, updated_at = now(),
                  generation = mailbox_credential.generation + 1, claimed_until = null, claimed_by = null
              returning mailbox)
            update mailbox set credential_at = clock_timestamp() where id in (select mailbox from stored)
            """;

    private final DataSource database;
    private final SecretBox box;

    public TinkCredentials(DataSource database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    @Override
    public Secret open(UUID mailbox) throws MailboxAccessException {
        SealedSecret sealed;
        try {
            sealed = find(mailbox);
        } catch (SQLException e) {
            throw new MailboxAccessException(
                    FailureClass.TRANSIENT,
                    "server_error",
                    "the credential of mailbox " + mailbox + " could not be read: PostgreSQL does not answer",
                    null,
                    e);
        }
        if (sealed == null) {
            throw unreadable(mailbox, "there is none; enter it again", null);
        }
        try {
            return box.open(mailbox, sealed);
        } catch (KeysetUnusableException e) {
            throw unreadable(mailbox, e.sentence(), e);
        }
    }

    @Override
    public boolean replace(UUID mailbox, Secret secret) {
        SealedSecret sealed = box.seal(mailbox, secret);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(REPLACE)) {
            statement.setString(1, sealed.kind());
            statement.setBytes(2, sealed.ciphertext());
            statement.setLong(3, sealed.keyId());
            statement.setObject(4, mailbox);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new RegistryUnavailableException("replacing the credential of mailbox " + mailbox, e);
        }
    }

    private @Nullable SealedSecret find(UUID mailbox) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setObject(1, mailbox);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new SealedSecret(row.getString(1), row.getBytes(2), row.getLong(3)) : null;
            }
        }
    }

    static MailboxAccessException unreadable(UUID mailbox, String why, @Nullable Exception cause) {
        return new MailboxAccessException(
                FailureClass.CREDENTIAL,
                "credential_unreadable",
                "the stored credential of mailbox " + mailbox + " cannot be opened: " + why,
                null,
                cause);
    }
}
