package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.push.ClientState;
import dev.waybill.mailbox.push.PushChannel;
import dev.waybill.mailbox.push.PushChannels;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The channels of push in PostgreSQL, to read and to note pushes in. */
public final class PostgresPushChannels implements PushChannels {
    private static final String SELECT =
            "select c.id, c.mailbox, c.folder, c.subscription, c.secret_hash, c.expires_at, c.last_push_at,"
                    + " c.removed_at is not null as removed from push_channel c";

    private static final String ALL = SELECT + " where c.removed_at is null";

    private static final String OF = ALL + " and c.mailbox = ? order by c.folder";

    private static final String CHANGED = SELECT + " where c.version > ? and c.version <= ?";

    private static final String PUSHED = """
        update push_channel c set last_push_at = p.at
        from unnest(?::uuid[], ?::timestamptz[]) as p (id, at)
        where c.id = p.id and (c.last_push_at is null or c.last_push_at < p.at)
        """;

    private final Database database;

    public PostgresPushChannels(DataSource source) {
        this.database = new Database(source);
    }

    @Override
    public List<PushChannel> all() {
        return database.run("reading the push channels", ALL, (statement, connection) -> read(statement));
    }

    @Override
    public List<PushChannel> of(UUID mailbox) {
        return database.run("reading the push channels of mailbox " + mailbox, OF, (statement, connection) -> {
            statement.setObject(1, mailbox);
            return read(statement);
        });
    }

    /** The newest version is read first: what is committed after that is told of the next time. */
    @Override
    public Changes changesSince(long version) {
        long newest = database.run(
                "reading the version of the push channels",
                "select version from push_version",
                (statement, connection) -> {
                    try (ResultSet row = statement.executeQuery()) {
                        row.next();
                        return row.getLong(1);
                    }
                });
        if (newest <= version) {
            return new Changes(newest, List.of(), List.of());
        }
        return database.run("reading the changes of push channels", CHANGED, (statement, connection) -> {
            statement.setLong(1, version);
            statement.setLong(2, newest);
            List<PushChannel> changed = new ArrayList<>();
            List<UUID> removed = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getBoolean("removed")) {
                        removed.add(row.getObject("id", UUID.class));
                    } else {
                        changed.add(channel(row));
                    }
                }
            }
            return new Changes(newest, changed, removed);
        });
    }

    @Override
    public void pushed(Map<UUID, Instant> byChannel) {
        if (byChannel.isEmpty()) {
            return;
        }
        List<Map.Entry<UUID, Instant>> entries = List.copyOf(byChannel.entrySet());
        database.run("noting pushes", PUSHED, (statement, connection) -> {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "uuid", entries.stream().map(Map.Entry::getKey).toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz",
                            entries.stream()
                                    .map(entry -> entry.getValue().toString())
                                    .toArray()));
            return statement.executeUpdate();
        });
    }

    static List<PushChannel> read(PreparedStatement statement) throws SQLException {
        List<PushChannel> channels = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                channels.add(channel(row));
            }
        }
        return List.copyOf(channels);
    }

    private static PushChannel channel(ResultSet row) throws SQLException {
        return new PushChannel(
                row.getObject("id", UUID.class),
                row.getObject("mailbox", UUID.class),
                row.getString("folder"),
                Optional.ofNullable(row.getString("subscription")),
                Optional.ofNullable(row.getBytes("secret_hash")).map(ClientState.Hash::of),
                instant(row, "expires_at"),
                instant(row, "last_push_at"));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
