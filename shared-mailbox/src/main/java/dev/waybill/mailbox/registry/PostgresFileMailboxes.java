package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.HostPolicy;
import dev.waybill.mailbox.NewMailbox;
import dev.waybill.mailbox.credential.EntryMark;
import dev.waybill.mailbox.credential.SealedSecret;
import dev.waybill.mailbox.credential.SecretBox;
import dev.waybill.mailbox.file.FileMailboxes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The file's mailboxes in PostgreSQL. Every verb is one statement, and every write asks in it whether we lead still. */
public final class PostgresFileMailboxes implements FileMailboxes {
    private static final String LEAD = """
            update mailbox_file set holder = ?, held_until = clock_timestamp() + ? * interval '1 millisecond'
            where holder = ? or held_until is null or held_until < clock_timestamp()
            """;

    private static final String WE_LEAD =
            "exists (select 1 from mailbox_file where holder = ? and held_until > clock_timestamp())";

    private static final String ALL = """
            select id, address, origin = 'file' as from_file, file_absent, coalesce(file_mark, ''::bytea) as mark
            from mailbox where tenant = ? and removed_at is null
            """;

    private static final String ADD = """
            with added as (
              insert into mailbox (id, tenant, address, provider, connection, folders, start_at, after_processing, move_to,
                origin, file_mark)
              select ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, 'file', ? where %s
              returning id, tenant),
            sealed as (
              insert into mailbox_credential (mailbox, tenant, kind, ciphertext, key_id)
              select id, tenant, ?, ?, ? from added)
            select count(*) from added
            """.formatted(WE_LEAD);

    private static final String CHANGE = """
            with changed as (
              update mailbox set provider = ?, connection = ?::jsonb, folders = ?, after_processing = ?, move_to = ?, file_mark = ?,
                paused = paused and not file_absent, file_absent = false, credential_at = clock_timestamp()
              where id = ? and origin = 'file' and removed_at is null and %s
              returning id),
            sealed as (
              update mailbox_credential
              set kind = ?, ciphertext = ?, key_id = ?, updated_at = now(), generation = generation + 1,
                claimed_until = null, claimed_by = null
              where mailbox in (select id from changed))
            select count(*) from changed
            """.formatted(WE_LEAD);

    private static final String PAUSE = "update mailbox set paused = true, file_absent = true"
            + " where id = ? and origin = 'file' and not paused and removed_at is null and " + WE_LEAD;

    private static final String RESUME = "update mailbox set paused = false, file_absent = false"
            + " where id = ? and origin = 'file' and file_absent and removed_at is null and " + WE_LEAD;

    private static final String REPORT =
            "update mailbox_file set report = ?::jsonb, reported_at = now() where holder = ?";

    private final Database database;
    private final SecretBox box;
    private final EntryMark marks;
    private final HostPolicy hosts;
    private final UUID self = UUID.randomUUID();

    public PostgresFileMailboxes(DataSource source, SecretBox box, HostPolicy hosts) {
        this.database = new Database(source);
        this.box = box;
        this.marks = new EntryMark(box);
        this.hosts = hosts;
    }

    @Override
    public boolean lead(Duration atMost) {
        return database.run("leading the mailbox file", LEAD, (statement, connection) -> {
            statement.setObject(1, self);
            statement.setLong(2, atMost.toMillis());
            statement.setObject(3, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public List<Known> all(String tenant) {
        return database.run("reading the mailboxes of the file", ALL, (statement, connection) -> {
            statement.setString(1, tenant);
            List<Known> all = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(new Known(
                            row.getObject("id", UUID.class),
                            row.getString("address"),
                            row.getBoolean("from_file"),
                            row.getBoolean("file_absent"),
                            row.getBytes("mark")));
                }
            }
            return all;
        });
    }

    @Override
    public boolean isSame(Known known, NewMailbox described) {
        return marks.matches(known.mark(), known.id(), described);
    }

    @Override
    public Optional<UUID> add(NewMailbox described) {
        PostgresMailboxRegistry.check(described, hosts);
        UUID id = UUID.randomUUID();
        Instant startAt = described.startAt().truncatedTo(ChronoUnit.MICROS);
        SealedSecret sealed = box.seal(id, described.secret());
        byte[] mark = marks.of(id, described);
        boolean added = database.run("adding a mailbox of the file", ADD, (statement, connection) -> {
            PostgresMailboxRegistry.bind(statement, id, described, startAt);
            statement.setArray(
                    6, connection.createArrayOf("text", described.folders().toArray()));
            statement.setBytes(10, mark);
            statement.setObject(11, self);
            bind(statement, 12, sealed);
            return counted(statement);
        });
        return added ? Optional.of(id) : Optional.empty();
    }

    @Override
    public boolean change(UUID id, NewMailbox described) {
        PostgresMailboxRegistry.check(described, hosts);
        SealedSecret sealed = box.seal(id, described.secret());
        byte[] mark = marks.of(id, described);
        return database.run("changing mailbox " + id, CHANGE, (statement, connection) -> {
            statement.setString(1, described.connection().provider().id());
            statement.setString(2, ConnectionJson.write(described.connection()));
            statement.setArray(
                    3, connection.createArrayOf("text", described.folders().toArray()));
            statement.setString(4, MailboxRow.id(described.afterProcessing()));
            statement.setString(
                    5, MailboxRow.moveTo(described.afterProcessing()).orElse(null));
            statement.setBytes(6, mark);
            statement.setObject(7, id);
            statement.setObject(8, self);
            bind(statement, 9, sealed);
            return counted(statement);
        });
    }

    @Override
    public boolean pauseAbsent(UUID id) {
        return switched("pausing mailbox " + id, PAUSE, id);
    }

    @Override
    public boolean resumePresent(UUID id) {
        return switched("resuming mailbox " + id, RESUME, id);
    }

    private boolean switched(String operation, String sql, UUID id) {
        return database.run(operation, sql, (statement, connection) -> {
            statement.setObject(1, id);
            statement.setObject(2, self);
            return statement.executeUpdate() == 1;
        });
    }

    @Override
    public void report(String json) {
        database.run("reporting on the mailbox file", REPORT, (statement, connection) -> {
            statement.setString(1, json);
            statement.setObject(2, self);
            return statement.executeUpdate();
        });
    }

    @Override
    public Optional<String> lastReport() {
        return database.run("reading the report", "select report::text from mailbox_file", (statement, connection) -> {
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        });
    }

    private static void bind(PreparedStatement statement, int from, SealedSecret sealed) throws SQLException {
        statement.setString(from, sealed.kind());
        statement.setBytes(from + 1, sealed.ciphertext());
        statement.setLong(from + 2, sealed.keyId());
    }

    private static boolean counted(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1) == 1;
        }
    }
}
