package dev.waybill.consumer.discover;

import dev.waybill.consumer.database.Database;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** Cursors in PostgreSQL, each verb one statement. */
public final class PostgresHistoryCursors implements HistoryCursors {
    private static final String FIND = "select history_id, complete_at from gmail_cursor where mailbox_id = ?";

    private static final String BEGIN = """
        insert into gmail_cursor (mailbox_id, history_id) values (?, ?)
        on conflict (mailbox_id) do nothing
        """;

    /** Only who began at or before the cursor knows that nothing lies between; only forward. */
    private static final String ADVANCE = """
        update gmail_cursor
        set history_id = greatest(history_id, ?), complete_at = clock_timestamp()
        where mailbox_id = ? and history_id >= ?
        """;

    private static final String RESTART = """
        update gmail_cursor set history_id = ?, complete_at = clock_timestamp()
        where mailbox_id = ? and history_id = ?
        """;

    private final Database database;

    public PostgresHistoryCursors(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Cursor> find(UUID mailbox) {
        return database.autocommit("reading a history cursor", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                statement.setObject(1, mailbox);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Cursor(
                                    mailbox,
                                    row.getBigDecimal(1).toBigIntegerExact(),
                                    row.getObject(2, OffsetDateTime.class).toInstant()))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public void begin(UUID mailbox, BigInteger historyId) {
        database.autocommit("beginning a history cursor", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
                statement.setObject(1, mailbox);
                statement.setBigDecimal(2, new BigDecimal(historyId));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void advance(Cursor from, BigInteger historyId) {
        move("moving a history cursor", ADVANCE, from, historyId);
    }

    @Override
    public boolean restart(Cursor from, BigInteger historyId) {
        return move("restarting a history cursor", RESTART, from, historyId) == 1;
    }

    private int move(String operation, String sql, Cursor from, BigInteger to) {
        return database.autocommit(operation, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setBigDecimal(1, new BigDecimal(to));
                statement.setObject(2, from.mailbox());
                statement.setBigDecimal(3, new BigDecimal(from.historyId()));
                return statement.executeUpdate();
            }
        });
    }
}
