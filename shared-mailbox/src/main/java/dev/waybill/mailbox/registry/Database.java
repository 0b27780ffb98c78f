package dev.waybill.mailbox.registry;

import dev.waybill.mailbox.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement a verb: each is atomic by itself, so that no verb needs a transaction of its own or minds one of its caller's.
 */
final class Database {
    static final String UNIQUE_VIOLATION = "23505";

    /** The world's fault, and healing without us. 42P01: the migration has not run yet; 3D: nor has the database been made. */
    private static final Set<String> UNAVAILABLE = Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58");

    private static final String UNDEFINED_TABLE = "42P01";

    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    /** What to do with a prepared statement. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T with(PreparedStatement statement, Connection connection) throws SQLException;
    }

    <T extends @Nullable Object> T run(String operation, String sql, Work<T> work) {
        try {
            return attempt(sql, work);
        } catch (SQLException e) {
            throw translated(operation, e);
        }
    }

    <T extends @Nullable Object> T attempt(String sql, Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.with(statement, connection);
        }
    }

    static RuntimeException translated(String operation, SQLException e) {
        return isUnavailable(e)
                ? new RegistryUnavailableException(operation, e)
                : new IllegalStateException(
                        operation + " failed: PostgreSQL refused the statement (SQLSTATE " + e.getSQLState() + ")", e);
    }

    /** A pool that gives no connection in time says so without a state. */
    static boolean isUnavailable(SQLException e) {
        String state = e.getSQLState();
        return state == null
                || state.length() < 2
                || UNAVAILABLE.contains(state.substring(0, 2))
                || state.equals(UNDEFINED_TABLE);
    }
}
