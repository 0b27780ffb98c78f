package dev.waybill.consumer.afterwards;

import dev.waybill.consumer.database.Database;
import dev.waybill.consumer.database.PgText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Owed changes in PostgreSQL. */
public final class PostgresOwedChanges implements OwedChanges {
    /** Longer than a mailbox's commands may take: until then nobody else takes the row. */
    private static final int LEASE_SECONDS = 300;

    private static final int LONGEST_ERROR = 1000;

    private static final String TAKE = """
        update owed_change c
        set due_at = clock_timestamp() + make_interval(secs => ?), attempts = c.attempts + 1
        from (select mailbox_id, message_key from owed_change
              where due_at <= clock_timestamp()
              order by due_at limit ? for update skip locked) d
        where c.mailbox_id = d.mailbox_id and c.message_key = d.message_key
        returning c.mailbox_id, c.message_key, c.attempts
        """;

    private static final String DONE = """
        delete from owed_change c using unnest(?::uuid[], ?::text[]) k(mailbox_id, message_key)
        where c.mailbox_id = k.mailbox_id and c.message_key = k.message_key
        """;

    private static final String POSTPONE = """
        update owed_change c set due_at = clock_timestamp() + make_interval(secs => ?), last_error = ?
        from unnest(?::uuid[], ?::text[]) k(mailbox_id, message_key)
        where c.mailbox_id = k.mailbox_id and c.message_key = k.message_key
        """;

    private final Database database;

    public PostgresOwedChanges(Database database) {
        this.database = database;
    }

    @Override
    public List<Owed> take(int most) {
        return database.autocommit("taking changes owed to mailboxes", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
                statement.setDouble(1, LEASE_SECONDS);
                statement.setInt(2, most);
                List<Owed> taken = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        taken.add(new Owed(rows.getObject(1, UUID.class), rows.getString(2), rows.getInt(3)));
                    }
                }
                return taken;
            }
        });
    }

    @Override
    public void done(Collection<Owed> changes) {
        database.autocommit("noting changes made in a mailbox", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DONE)) {
                keys(connection, statement, 1, changes);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void postpone(Collection<Owed> changes, Duration delay, String error) {
        database.autocommit("postponing changes owed to a mailbox", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(POSTPONE)) {
                statement.setDouble(1, delay.toMillis() / 1000.0);
                statement.setString(2, PgText.clean(error, LONGEST_ERROR));
                keys(connection, statement, 3, changes);
                return statement.executeUpdate();
            }
        });
    }

    private static void keys(Connection connection, PreparedStatement statement, int from, Collection<Owed> changes)
            throws SQLException {
        Object[] mailboxes = changes.stream().map(Owed::mailbox).toArray();
        Object[] keys = changes.stream().map(Owed::messageKey).toArray();
        statement.setArray(from, connection.createArrayOf("uuid", mailboxes));
        statement.setArray(from + 1, connection.createArrayOf("text", keys));
    }
}
