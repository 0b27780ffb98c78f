package dev.waybill.mailbox.credential;

import dev.waybill.mailbox.FailureClass;
import dev.waybill.mailbox.MailboxAccessException;
import dev.waybill.mailbox.OAuth;
import dev.waybill.mailbox.token.RefreshTokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The refresh tokens among the credentials in PostgreSQL. A claim is two columns, so that no connection waits for an endpoint. */
public final class PostgresRefreshTokens implements RefreshTokens {
    private static final Logger LOG = Logger.getLogger(PostgresRefreshTokens.class);

    /** By the server's clock; a process may claim again what it has. */
    private static final String CLAIM = """
            update mailbox_credential
            set claimed_until = clock_timestamp() + ? * interval '1 millisecond', claimed_by = ?
            where mailbox = ? and kind = 'oauth_refresh_token'
              and (claimed_until is null or claimed_until < clock_timestamp())
            returning kind, ciphertext, key_id, generation
            """;

    private static final String IS_THERE =
            "select 1 from mailbox_credential where mailbox = ? and kind = 'oauth_refresh_token'";

    /** Compare and set: a credential that a person entered meanwhile is newer than what the old one was exchanged for. */
    private static final String STORE = """
            update mailbox_credential
            set kind = ?, ciphertext = ?, key_id = ?, updated_at = now(), generation = generation + 1,
              claimed_until = null, claimed_by = null
            where mailbox = ? and generation = ?
            """;

    private static final String RELEASE = """
            update mailbox_credential set claimed_until = null, claimed_by = null
            where mailbox = ? and generation = ? and claimed_by = ?
            """;

    private final DataSource database;
    private final SecretBox box;
    private final UUID self = UUID.randomUUID();

    public PostgresRefreshTokens(DataSource database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    @Override
    public Claim claim(UUID mailbox, Duration atMost) throws MailboxAccessException {
        SealedSecret sealed;
        long generation;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setLong(1, atMost.toMillis());
            statement.setObject(2, self);
            statement.setObject(3, mailbox);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return isThere(connection, mailbox) ? new Busy() : new Gone();
                }
                sealed = new SealedSecret(row.getString(1), row.getBytes(2), row.getLong(3));
                generation = row.getLong(4);
            }
        } catch (SQLException e) {
            throw noAnswer("claiming", mailbox, e);
        }
        return opened(mailbox, sealed, generation);
    }

    private Claim opened(UUID mailbox, SealedSecret sealed, long generation) throws MailboxAccessException {
        try {
            return box.open(mailbox, sealed) instanceof OAuth.RefreshToken token
                    ? new Held(mailbox, generation, token)
                    : new Gone();
        } catch (KeysetUnusableException e) {
            release(mailbox, generation);
            throw TinkCredentials.unreadable(mailbox, e.sentence(), e);
        }
    }

    private static boolean isThere(Connection connection, UUID mailbox) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(IS_THERE)) {
            statement.setObject(1, mailbox);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean store(Held held, OAuth.RefreshToken next) throws MailboxAccessException {
        SealedSecret sealed = box.seal(held.mailbox(), next);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setString(1, sealed.kind());
            statement.setBytes(2, sealed.ciphertext());
            statement.setLong(3, sealed.keyId());
            statement.setObject(4, held.mailbox());
            statement.setLong(5, held.generation());
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw noAnswer("storing", held.mailbox(), e);
        }
    }

    @Override
    public void release(Held held) {
        release(held.mailbox(), held.generation());
    }

    private void release(UUID mailbox, long generation) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setObject(1, mailbox);
            statement.setLong(2, generation);
            statement.setObject(3, self);
            statement.executeUpdate();
        } catch (SQLException endsByItself) {
            LOG.debugf(endsByItself, "The claim on the credential of mailbox %s ends by itself", mailbox);
        }
    }

    private static MailboxAccessException noAnswer(String doing, UUID mailbox, SQLException e) {
        return new MailboxAccessException(
                FailureClass.TRANSIENT,
                "server_error",
                doing + " the refresh token of mailbox " + mailbox + " failed: PostgreSQL does not answer",
                null,
                e);
    }
}
