package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.AfterProcessing;
import dev.waybill.mailbox.Connection;
import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.Mailbox;
import dev.waybill.mailbox.MailboxConflictException;
import dev.waybill.mailbox.MailboxRegistry;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.credential.SealedSecret;
import dev.waybill.mailbox.credential.SecretBox;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The registry in PostgreSQL. Every verb is one statement. */
public final class PostgresMailboxRegistry implements MailboxRegistry {
    /** A folder's name travels in every pointer, and a pointer has 1 KiB. */
    private static final int LONGEST_FOLDER = 255;

    private static final int MOST_FOLDERS = 100;
    private static final int LONGEST_TENANT = 64;

    private static final String ADD = """
        with added as (
          insert into mailbox (id, tenant, address, provider, connection, folders, start_at, after_processing, move_to)
          values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
          returning id, tenant, version),
        sealed as (
          insert into mailbox_credential (mailbox, tenant, kind, ciphertext, key_id)
          select id, tenant, ?, ?, ? from added)
        select version from added
        """;

    private static final String FIND =
            "select " + MailboxRow.COLUMNS + " from mailbox m where m.id = ? and m.removed_at is null";

    private static final String FIND_BY_ADDRESS = "select " + MailboxRow.COLUMNS
            + " from mailbox m where m.tenant = ? and lower(m.address) = lower(?) and m.removed_at is null";

    /** One statement, so that the version and the rows come from one snapshot. */
    private static final String CHANGES_SINCE = "select v.version as newest, m.removed_at is not null as removed, "
            + MailboxRow.COLUMNS
            + " from registry_version v left join mailbox m on m.version > ? order by m.version";

    private static final String SET_PAUSED =
            "update mailbox set paused = ?, file_absent = false where id = ? and removed_at is null";

    /** The secret and the state go with the mailbox; the row stays. */
    private static final String REMOVE = """
        with removed as (
          update mailbox set removed_at = now() where id = ? and removed_at is null returning id),
        secrets as (
          delete from mailbox_credential where mailbox in (select id from removed)),
        states as (
          delete from mailbox_health where mailbox in (select id from removed))
        select count(*) from removed
        """;

    private final Database database;
    private final SecretBox box;
    private final HostPolicy hosts;

    public PostgresMailboxRegistry(DataSource database, SecretBox box, HostPolicy hosts) {
        this.database = new Database(database);
        this.box = box;
        this.hosts = hosts;
    }

    /**
     * Connects a mailbox.
     *
     * @throws IllegalArgumentException the host is refused, or a name is too long; the message says which
     * @throws IllegalStateException the keyset is not usable; the message says what to do
     */
    @Override
    public Mailbox add(NewMailbox mailbox) {
        check(mailbox, hosts);
        UUID id = UUID.randomUUID();
        Instant startAt = mailbox.startAt().truncatedTo(ChronoUnit.MICROS);
        SealedSecret sealed = box.seal(id, mailbox.secret());
        try {
            long version = database.attempt(ADD, (statement, connection) -> {
                bind(statement, id, mailbox, startAt);
                statement.setArray(
                        6, connection.createArrayOf("text", mailbox.folders().toArray()));
                statement.setString(10, sealed.kind());
                statement.setBytes(11, sealed.ciphertext());
                statement.setLong(12, sealed.keyId());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
            return new Mailbox(
                    id,
                    mailbox.tenant(),
                    mailbox.address(),
                    mailbox.connection(),
                    mailbox.folders(),
                    startAt,
                    false,
                    mailbox.afterProcessing(),
                    version);
        } catch (SQLException e) {
            if (Database.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new MailboxConflictException(mailbox.tenant(), mailbox.address());
            }
            throw Database.translated("adding mailbox " + mailbox.address(), e);
        }
    }

    static void bind(PreparedStatement statement, UUID id, NewMailbox mailbox, Instant startAt) throws SQLException {
        statement.setObject(1, id);
        statement.setString(2, mailbox.tenant());
        statement.setString(3, mailbox.address());
        statement.setString(4, mailbox.connection().provider().id());
        statement.setString(5, ConnectionJson.write(mailbox.connection()));
        statement.setObject(7, OffsetDateTime.ofInstant(startAt, ZoneOffset.UTC));
        statement.setString(8, MailboxRow.id(mailbox.afterProcessing()));
        if (mailbox.afterProcessing() instanceof AfterProcessing.Move(String folder)) {
            statement.setString(9, folder);
        } else {
            statement.setNull(9, Types.VARCHAR);
        }
    }

    @Override
    public Optional<Mailbox> find(UUID id) {
        return database.run("finding mailbox " + id, FIND, (statement, connection) -> {
            statement.setObject(1, id);
            return one(statement);
        });
    }

    @Override
    public Optional<Mailbox> findByAddress(String tenant, String address) {
        return database.run("finding a mailbox by its address", FIND_BY_ADDRESS, (statement, connection) -> {
            statement.setString(1, tenant);
            statement.setString(2, address);
            return one(statement);
        });
    }

    @Override
    public Changes changesSince(long version) {
        return database.run("reading the changes of the registry", CHANGES_SINCE, (statement, connection) -> {
            statement.setLong(1, version);
            long newest = version;
            List<Mailbox> changed = new ArrayList<>();
            List<UUID> removed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    newest = row.getLong("newest");
                    UUID id = row.getObject("id", UUID.class);
                    if (id != null && row.getBoolean("removed")) {
                        removed.add(id);
                    } else if (id != null) {
                        MailboxRow.read(row).ifPresent(changed::add);
                    }
                }
            }
            return new Changes(newest, changed, removed);
        });
    }

    @Override
    public boolean setPaused(UUID id, boolean paused) {
        String operation = (paused ? "pausing" : "resuming") + " mailbox " + id;
        return database.run(operation, SET_PAUSED, (statement, connection) -> {
            statement.setBoolean(1, paused);
            statement.setObject(2, id);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public boolean remove(UUID id) {
        return database.run("removing mailbox " + id, REMOVE, (statement, connection) -> {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) == 1;
            }
        });
    }

    private static Optional<Mailbox> one(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? MailboxRow.read(row) : Optional.empty();
        }
    }

    static void check(NewMailbox mailbox, HostPolicy hosts) {
        if (mailbox.tenant().isBlank() || mailbox.tenant().length() > LONGEST_TENANT) {
            throw new IllegalArgumentException("the tenant's name must have 1 to " + LONGEST_TENANT + " characters");
        }
        if (mailbox.folders().size() > MOST_FOLDERS) {
            throw new IllegalArgumentException("a mailbox may watch " + MOST_FOLDERS + " folders, not "
                    + mailbox.folders().size());
        }
        mailbox.folders().forEach(PostgresMailboxRegistry::checkFolder);
        if (mailbox.afterProcessing() instanceof AfterProcessing.Move(String folder)) {
            checkFolder(folder);
        }
        switch (mailbox.connection()) {
            case Connection.Imap imap ->
                hosts.refusal(imap.host()).ifPresent(sentence -> {
                    throw new IllegalArgumentException(sentence);
                });
            // The operator names the hosts of these.
            case Connection.Graph graph -> {}
            case Connection.Gmail gmail -> {}
        }
    }

    private static void checkFolder(String folder) {
        if (folder.isBlank()
                || folder.length() > LONGEST_FOLDER
                || folder.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a folder's name must have 1 to " + LONGEST_FOLDER
                    + " characters, and none that cannot be printed");
        }
    }
}
